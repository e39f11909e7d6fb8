import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allDefinitions } from "../../../src/cli/definitions.ts";
import { createLocalWorld, type LocalWorld } from "../../support/local-world.ts";
import { madeUpRelease } from "../../support/made-up-release.ts";
import { runInProcess } from "../../support/recording-host.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";
import { createPrivateAuthority } from "../../support/tls.ts";

/*
 * Every flag, operand and variable that names a file to read, given every kind of file that it is
 * not. Whatever a library makes of one, the run is a refusal in words and never a bug.
 */

let world: LocalWorld;
beforeAll(async () => {
  world = await createLocalWorld();
  const release = await madeUpRelease({ version: "3.14.99", format: "tgz" });
  const bundle = bytesOf(world.sigstore.sign(release.tarball));
  await world.publish(release, { bundle });
  const from = at("from");
  mkdirSync(join(from, "3.14.99"), { recursive: true });
  for (const folder of [from, join(from, "3.14.99")]) {
    writeFileSync(join(folder, release.name), release.tarball);
    writeFileSync(join(folder, `${release.name}.sigstore`), bundle);
  }
  writeFileSync(at("trusted_root.json"), JSON.stringify(world.sigstore.trustedRoot()));
  const locked = await runInProcess(["pin", "3.14.99", "--format", "tgz", ...network(), ...tuf()]);
  writeFileSync(at("pyverify.lock"), locked.stdout);
  const audited = ["audit", "--bundles", from, "--json", "--trusted-root", at("trusted_root.json")];
  const { stdout } = await runInProcess([...audited, "--feed", at("feed")]);
  writeFileSync(at("report.json"), stdout);
  renameSync(at("feed/v1/index.json"), at("feed/v1/right.json"));
  const digest = createHash("sha256").update(release.tarball).digest("hex");
  writeFileSync(at("Dockerfile"), `${digest}  ${release.name}\n`);
});
afterAll(() => world.close());

const at = (name: string): string => join(world.workspace.work, name);
const network = (): string[] => ["--mirror", world.mirror.url, "--retries", "0"];
const tuf = (): string[] => ["--tuf-mirror", world.tuf.url, "--tuf-root", at("root.json")];
const tarball = (): string => at("from/Python-3.14.99.tgz");
const rooted = (): string[] => ["--trusted-root", at("trusted_root.json")];
const fetch = (): string[] => ["fetch", "3.14.99", "--format", "tgz", "--out", at("out")];

interface Reader {
  readonly args: (file: string) => readonly string[];
  readonly env?: (file: string) => Record<string, string>;
  /** a file of the right kind, to cut and to change */
  readonly right: () => Buffer;
  /** the kinds below that are right after all */
  readonly takes: readonly string[];
  /** the kinds below that only something else ends the run with */
  readonly passes?: readonly string[];
  /** what a refusal names, if not the file itself */
  readonly named?: () => string;
}

const root = (): Buffer => readFileSync(at("trusted_root.json"));
const bundle = (): Buffer => readFileSync(`${tarball()}.sigstore`);
const pem = createPrivateAuthority().pem;

const certificates = [
  "a certificate",
  "a byte order mark before it",
  "with NULs behind it",
  "twice",
];

/** By the flag, operand or variable. */
const readers: Record<string, Reader> = {
  "--trusted-root": {
    args: (file) => ["verify", tarball(), "--trusted-root", file],
    takes: ["a trusted root"],
    right: root,
  },
  "--tuf-root": {
    args: (file) => ["verify", tarball(), "--tuf-mirror", world.tuf.url, "--tuf-root", file],
    takes: ["a TUF root"],
    right: () => world.tuf.root,
  },
  "--bundle": {
    args: (file) => ["verify", tarball(), ...rooted(), "--bundle", file],
    takes: ["a bundle"],
    right: bundle,
  },
  "--signature": {
    args: (file) => [
      "verify",
      tarball(),
      ...detached(),
      "--certificate",
      at("ca"),
      "--signature",
      file,
    ],
    takes: [],
    right: () => Buffer.from(`${"A".repeat(70)}==`),
  },
  "--certificate": {
    args: (file) => [
      "verify",
      tarball(),
      ...detached(),
      "--signature",
      at("sig"),
      "--certificate",
      file,
    ],
    takes: [],
    passes: [...certificates, "a certificate's DER"],
    right: () => Buffer.from(pem),
  },
  "--lock": {
    args: (file) => [...fetch(), "--offline", "--from", at("from"), ...rooted(), "--lock", file],
    takes: ["a lockfile"],
    right: () => readFileSync(at("pyverify.lock")),
  },
  "--update": {
    args: (file) => ["pin", ...network(), ...rooted(), "--update", file],
    takes: ["a lockfile"],
    right: () => readFileSync(at("pyverify.lock")),
  },
  "--since": {
    args: (file) => ["audit", "--bundles", at("from"), ...rooted(), "--since", file],
    takes: ["a report"],
    right: () => readFileSync(at("report.json")),
  },
  "--ca": {
    args: (file) => ["resolve", "3.14.99", "--format", "tgz", ...network(), "--ca", file],
    takes: certificates,
    right: () => Buffer.from(pem),
  },
  SSL_CERT_FILE: {
    args: () => ["resolve", "3.14.99", "--format", "tgz", ...network()],
    env: (file) => ({ SSL_CERT_FILE: file }),
    takes: certificates,
    right: () => Buffer.from(pem),
  },
  NODE_EXTRA_CA_CERTS: {
    args: () => ["resolve", "3.14.99", "--format", "tgz", ...network()],
    env: (file) => ({ NODE_EXTRA_CA_CERTS: file }),
    takes: certificates,
    right: () => Buffer.from(pem),
  },
  "--feed's index": {
    args: (file) => {
      rmSync(at("feed/v1/index.json"), { force: true });
      symlinkSync(file, at("feed/v1/index.json"));
      return ["check", at("Dockerfile"), "--feed", at("feed"), ...rooted()];
    },
    takes: [],
    right: () => readFileSync(at("feed/v1/right.json")),
    named: () => at("feed/v1/index.json"),
  },
  "inspect BUNDLE": {
    args: (file) => ["inspect", file],
    takes: ["a bundle", "an object"],
    right: bundle,
  },
  "verify FILE": {
    args: (file) => [
      "verify",
      file,
      ...rooted(),
      "--certificate-identity",
      "hugo@python.org",
      "--certificate-oidc-issuer",
      "https://github.com/login/oauth",
      "--bundle",
      `${tarball()}.sigstore`,
    ],
    takes: ["a tarball"],
    right: () => readFileSync(tarball()),
  },
};

function detached(): string[] {
  writeFileSync(at("sig"), `${"A".repeat(90)}==`);
  writeFileSync(at("ca"), pem);
  return [...rooted(), "--retries", "0", "--rekor-url", "http://127.0.0.1:9"];
}

/** Files that a person has lying beside the right one, or makes of it by mistake. */
const kinds: Record<string, (right: Buffer) => Buffer | string> = {
  empty: () => "",
  blank: () => "\n\n",
  "a web page": () => "<!doctype html><title>Sign in</title>",
  "a byte order mark before it": (right) => Buffer.concat([Buffer.from("\uFEFF"), right]),
  "in UTF-16": (right) => Buffer.from(right.toString("latin1"), "utf16le"),
  "cut in half": (right) => right.subarray(0, right.length / 2),
  "with NULs behind it": (right) => Buffer.concat([right, Buffer.alloc(64)]),
  twice: (right) => Buffer.concat([right, right]),
  "an object": () => "{}",
  "a list": () => "[]",
  null: () => "null",
  "a number": () => "1",
  "a string": () => '"a"',
  "brackets by the thousand": () => "[".repeat(50_000),
  "objects by the thousand": () => '{"a":'.repeat(50_000),
  "a lockfile": () => readFileSync(at("pyverify.lock")),
  "a trusted root": () => root(),
  "a TUF root": () => world.tuf.root,
  "a bundle": () => bundle(),
  "a report": () => readFileSync(at("report.json")),
  "a tarball": () => readFileSync(tarball()),
  "a certificate": () => pem,
  "a certificate's DER": () => Buffer.from(pem.split("\n").slice(1, -2).join(""), "base64"),
  "a private key": () => "-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\n",
  bytes: () => Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
};

async function given(reader: Reader, file: string) {
  return runInProcess([...reader.args(file), "--json"], reader.env?.(file));
}

describe.each(Object.entries(readers))("%s", (name, reader) => {
  it("takes no other kind of file, names the one that it refuses, and takes none for a bug", async () => {
    for (const [kind, make] of Object.entries(kinds)) {
      const file = at("given");
      const content = Buffer.from(make(reader.right()));
      writeFileSync(file, content);
      const { exitCode, stderr } = await given(reader, file);
      const isBug = stderr.includes("this is a bug");
      const isRefused = exitCode > 1;
      const isTaken = reader.takes.includes(kind);
      const isNamed =
        stderr.includes(reader.named?.() ?? file) || reader.passes?.includes(kind) === true;
      expect({ kind, isRefused, isNamed, isBug }).toEqual({
        kind,
        isRefused: !isTaken,
        isNamed: !isTaken,
        isBug: false,
      });
    }
  });

  it("takes nothing that is no regular file, and waits for none", async () => {
    const pipe = at(`pipe-${name.replaceAll(/\W/g, "")}`);
    mkdirSync(at("folder"), { recursive: true });
    execFileSync("mkfifo", ["-m", "600", pipe]);
    for (const file of [at("folder"), pipe, "/dev/zero", at("nowhere"), loop()]) {
      const { exitCode, stderr } = await given(reader, file);
      const outcome = {
        file,
        isRefused: exitCode > 1,
        names: stderr.includes(reader.named?.() ?? file),
      };
      expect(outcome).toEqual({ file, isRefused: true, names: true });
    }
  });

  it("fails in words, whatever is in the file", async () => {
    await fc.assert(
      fc.asyncProperty(changed(reader), async (content) => {
        writeFileSync(at("given"), content);
        const { exitCode, stderr } = await given(reader, at("given"));
        expect({ exitCode: exitCode === 1, stderr }).toEqual({ exitCode: false, stderr });
      }),
      { numRuns: 15 },
    );
  });
});

/** The right file with a piece cut out, repeated or changed; or anything at all. */
function changed({ right }: Reader): fc.Arbitrary<Uint8Array> {
  const part = fc.record({
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    piece: fc.uint8Array(),
  });
  return fc.oneof(
    {
      weight: 4,
      arbitrary: part.map(({ from, piece }) => {
        const whole = right();
        const start = Math.floor(from * whole.length);
        return Buffer.concat([
          whole.subarray(0, start),
          piece,
          whole.subarray(start + piece.length),
        ]);
      }),
    },
    { weight: 1, arbitrary: part.map(({ from }) => right().subarray(0, from * right().length)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4096 }) },
    { weight: 1, arbitrary: fc.json().map((text) => Buffer.from(text)) },
  );
}

/** A link that leads to itself. */
function loop(): string {
  try {
    symlinkSync("loop", at("loop"));
  } catch {
    // It is there already.
  }
  return at("loop");
}

it("a certificate file that cannot be used is what is named, and not the TUF repository", async () => {
  writeFileSync(at("ca.txt"), "hello");
  const run = await runInProcess(["verify", tarball(), ...tuf(), "--ca", at("ca.txt")]);
  expect(run.exitCode).toBe(8);
  expect(run.stderr).toContain(`cannot use the certificates in ${at("ca.txt")}`);
});

it("a bundle that is named is refused by its own name, with what it seems to be", async () => {
  writeFileSync(at("page.sigstore"), "<!doctype html>");
  const run = await runInProcess([
    "verify",
    tarball(),
    ...rooted(),
    "--bundle",
    at("page.sigstore"),
  ]);
  expect(run.exitCode).toBe(6);
  expect(run.stderr).toContain(`${at("page.sigstore")} is not a Sigstore bundle`);
  expect(run.stderr).toContain("it seems to be a web page");
});

it("these are all flags that name a file to read", () => {
  const flags = allDefinitions.flatMap(({ flags: own }) =>
    Object.entries(own)
      .filter(([name, { valueHint }]) => valueHint?.includes("FILE") && name !== "keep-tarball")
      .map(([name]) => `--${name}`),
  );
  expect(Object.keys(readers)).toEqual(expect.arrayContaining([...new Set(flags)]));
});
