import { EventEmitter, once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PyverifyError } from "../../src/base/errors.ts";
import type { StageContext } from "../../src/base/progress.ts";
import { fetchSource } from "../../src/fetch-source.ts";
import { hashed, type HashedBytes } from "../../src/files/hashed-bytes.ts";
import type { HttpClient } from "../../src/http/http-client.ts";
import { obtainVerified } from "../../src/obtain-verified.ts";
import { pythonOrg } from "../../src/release/release.ts";
import { sourceTarball } from "../../src/release/source-tarball.ts";
import { parseVersion, parseVersionSpec } from "../../src/release/version.ts";
import { Absence } from "../../src/source/absence.ts";
import { mirrorSource } from "../../src/source/mirror-source.ts";
import type { ArtifactFiles, FoundBundle, ReleaseSource } from "../../src/source/release-source.ts";
import { parseTrustedRoot } from "../../src/trust/trusted-root.ts";
import { bytesOf } from "../support/sigstore/bundle.ts";
import { createLocalSigstore } from "../support/sigstore/local-sigstore.ts";

const sigstore = createLocalSigstore();
const root = Promise.resolve(
  parseTrustedRoot(Buffer.from(JSON.stringify(sigstore.trustedRoot())), "file"),
);
const bytes = Buffer.from("a source tarball");
const wanted = sourceTarball(parseVersion("3.14.0"), { format: "tgz", mirror: pythonOrg });
const signed: FoundBundle = { bytes: bytesOf(sigstore.sign(bytes)), url: wanted.bundleUrl };

const context: StageContext = {
  observe: () => undefined,
  signal: new AbortController().signal,
};

/** Something that others wait for. */
function event(): { readonly happened: Promise<unknown>; happen(): void } {
  const emitter = new EventEmitter();
  return { happened: once(emitter, "happened"), happen: () => void emitter.emit("happened") };
}

interface Answers {
  bundle(context: StageContext): Promise<FoundBundle | Absence>;
  artifact(context: StageContext): Promise<HashedBytes | Absence>;
}

/** Two files of a release, and which absences had to be explained. */
function files(answers: Answers): ArtifactFiles & { readonly explained: string[] } {
  const explained: string[] = [];
  return {
    explained,
    bundle: (_, given) => answers.bundle(given),
    artifact: (_, given) => answers.artifact(given),
    locate: async () => undefined,
    explain: async (_, { file }) => {
      explained.push(file);
      return new PyverifyError("release", "bundle-not-found", `no ${file}`);
    },
    keep: async () => undefined,
    progress: ({ fileName }) => ({ phase: "download", subject: fileName }),
  };
}

function failure(what: string): PyverifyError {
  return new PyverifyError("network", "unreachable", what);
}

describe("a tarball and its bundle", () => {
  it("are asked for at once, so that neither waits for the other's answer", async () => {
    const [askedForBundle, askedForTarball] = [event(), event()];
    const source = files({
      bundle: async () => {
        askedForBundle.happen();
        await askedForTarball.happened;
        return signed;
      },
      artifact: async () => {
        askedForTarball.happen();
        await askedForBundle.happened;
        return hashed(bytes);
      },
    });
    expect((await obtainVerified(wanted, source, root, context)).bytes).toBe(bytes);
  });

  it("are asked for in the order in which they may take an open connection", async () => {
    const asked: string[] = [];
    const source = files({
      bundle: async () => {
        asked.push("bundle");
        return signed;
      },
      artifact: async () => {
        asked.push("tarball");
        return hashed(bytes);
      },
    });
    await obtainVerified(wanted, source, root, context);
    expect(asked).toEqual(["tarball", "bundle"]);
  });

  it("are refused for a wrong signer while the tarball is still on its way, which is stopped", async () => {
    const other = bytesOf(sigstore.sign(bytes, { identity: "somebody@example.com" }));
    let wasStopped = false;
    const source = files({
      bundle: async () => ({ ...signed, bytes: other }),
      artifact: ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            wasStopped = true;
            reject(signal.reason);
          });
        }),
    });
    await expect(obtainVerified(wanted, source, root, context)).rejects.toMatchObject({
      kind: "verification",
      code: "identity-mismatch",
    });
    expect(wasStopped).toBe(true);
  });

  it("fail as the bundle does where both fail, whichever answer comes first", async () => {
    const failed = event();
    const source = files({
      bundle: async () => {
        await failed.happened;
        await new Promise((resolve) => setImmediate(resolve));
        throw failure("the bundle");
      },
      artifact: async () => {
        failed.happen();
        throw failure("the tarball");
      },
    });
    await expect(obtainVerified(wanted, source, root, context)).rejects.toThrow("the bundle");
  });

  it("are explained once where neither is there", async () => {
    const source = files({
      bundle: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return new Absence("bundle", "there", "was not found");
      },
      artifact: async () => new Absence("artifact", "there", "was not found"),
    });
    await expect(obtainVerified(wanted, source, root, context)).rejects.toThrow("no bundle");
    expect(source.explained).toEqual(["bundle"]);
  });

  it("fail as the tarball does where the bundle is there", async () => {
    const source = files({
      bundle: async () => signed,
      artifact: async () => Promise.reject(failure("the tarball")),
    });
    await expect(obtainVerified(wanted, source, root, context)).rejects.toThrow("the tarball");
    const absent = files({
      bundle: async () => signed,
      artifact: async () => new Absence("artifact", "there", "was not found"),
    });
    await expect(obtainVerified(wanted, absent, root, context)).rejects.toThrow("no artifact");
  });
});

it("a fetch asks for the trusted root while the release is still being looked up", async () => {
  const asked = event();
  const tuf: HttpClient = {
    get: async () => {
      asked.happen();
      throw failure("the TUF repository");
    },
    head: () => Promise.reject(new Error("nobody asks so")),
  };
  const source: ReleaseSource = {
    ...mirrorSource(pythonOrg, tuf),
    find: async () => {
      await asked.happened;
      throw failure("the mirror");
    },
  };
  const request = {
    spec: parseVersionSpec("3.14"),
    format: "tgz",
    source,
    trustedRoot: { type: "tuf", http: tuf, mirror: "https://tuf-repo-cdn.sigstore.dev" },
    extract: { destination: join(tmpdir(), "pyverify-never-written") },
  } as const;
  await expect(fetchSource(request, context)).rejects.toMatchObject({ code: "unreachable" });
});
