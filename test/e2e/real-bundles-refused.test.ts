import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.ts";
import { madeUpRelease } from "../support/made-up-release.ts";
import { type Mirror, serveMirror } from "../support/mirror.ts";
import { readRealBundle, readRefusedBundle } from "../support/real-bundles.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

/*
 * CPython's own bundles beside a tarball that nobody of CPython made. Each is refused for what the
 * bundle is, before anybody looks at the tarball, or because the bundle is for another one.
 */

let workspace: Workspace;
let mirror: Mirror;
/** what `--mirror` serves, and where `--from` looks */
let folder: string;

beforeAll(async () => {
  workspace = await createWorkspace();
  folder = join(workspace.path, "python.org");
  mirror = await serveMirror(folder);
});
afterAll(async () => {
  await mirror.close();
  await workspace.remove();
});
beforeEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Lays a made-up tarball out as python.org would, with this bundle beside it. */
async function publish(version: string, bundle: Buffer): Promise<string> {
  const { name, tarball } = await madeUpRelease({ version });
  await mkdir(join(folder, version), { recursive: true });
  await writeFile(join(folder, version, name), tarball);
  await writeFile(join(folder, version, `${name}.sigstore`), bundle);
  return join(folder, version);
}

function bundleOf(version: string): Buffer {
  return readRealBundle({ path: `${version}/Python-${version}.tar.xz.sigstore` });
}

function fetch(version: string, ...args: readonly string[]): readonly string[] {
  return ["fetch", version, "--out", "source", "--trusted-root", "embedded", ...args];
}

describe("a fetch with a real bundle is refused", () => {
  it("when the mirror has put another tarball in the place of the signed one", async () => {
    await publish("3.14.0", bundleOf("3.14.0"));
    await expectRefusal(workspace, fetch("3.14.0", "--mirror", mirror.url), {
      kind: "verification",
      code: "digest-mismatch",
      says: [
        "not the one that was signed",
        "the bundle signs 2299dae542d395ce3883aca00d3c910307cd68e0b2f7336098c8e7b7eee9f3e9",
      ],
    });
  });

  it("when the same tarball lies in a folder", async () => {
    const from = await publish("3.14.0", bundleOf("3.14.0"));
    await expectRefusal(workspace, fetch("3.14.0", "--offline", "--from", from), {
      kind: "verification",
      code: "digest-mismatch",
      says: ["not the one that was signed"],
    });
  });

  it("when the bundle is another series'", async () => {
    const from = await publish("3.14.0", bundleOf("3.13.5"));
    await expectRefusal(workspace, fetch("3.14.0", "--from", from), {
      kind: "verification",
      code: "identity-mismatch",
      says: ["thomas@python.org", "hugo@python.org"],
    });
  });

  it("when somebody else had to sign it", async () => {
    await publish("3.13.5", bundleOf("3.13.5"));
    const hugo = ["--certificate-identity", "hugo@python.org"];
    const gitHub = ["--certificate-oidc-issuer", "https://github.com/login/oauth"];
    await expectRefusal(workspace, fetch("3.13.5", "--mirror", mirror.url, ...hugo, ...gitHub), {
      kind: "verification",
      code: "identity-mismatch",
      says: ["signed by thomas@python.org", "hugo@python.org"],
    });
  });

  it("when it has no checkpoint, as python.org once had them", async () => {
    const { bundle } = readRefusedBundle("no-checkpoint.Python-3.10.12.tar.xz.sigstore");
    const from = await publish("3.10.12", bundle);
    await expectRefusal(workspace, fetch("3.10.12", "--from", from), {
      kind: "verification",
      code: "no-checkpoint",
      says: ["2024-09-11"],
    });
  });
});
