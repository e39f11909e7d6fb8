import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const repository = path.resolve(import.meta.dirname, "../..");

const prelude = `
import { hashed, type HashedBytes } from "../src/files/hashed-bytes.ts";
import type { UnverifiedDownload } from "../src/source/unverified-download.ts";
import { extract, type SourceTree } from "../src/extract/extract.ts";
import { prepareExtraction } from "../src/extract/prepare-extraction.ts";
import { proveArtifact } from "../src/prove/prove-artifact.ts";
import { receipt } from "../src/evidence/receipt.ts";
import type { StageContext } from "../src/base/progress.ts";
import { CertificateIdentity } from "../src/release/certificate-identity.ts";
import { release, type Release } from "../src/release/release.ts";
import { sourceTarball, type SourceTarball, type SourceTarballOptions } from "../src/release/source-tarball.ts";
import type { Output, Terminal } from "../src/cli/terminal/host.ts";
import { line, Printable } from "../src/cli/terminal/printable.ts";
import { parseVersionSpec, type VersionSpec } from "../src/release/version.ts";
import type { TrustedRoot } from "../src/trust/trusted-root.ts";
import { verify, type VerifiedArtifact, type VerifiedBundle, type VerifiedTarball, verifyBundle, verifyContent } from "../src/verify/verify.ts";
import type { Verification } from "../src/verify/verification.ts";
declare const download: UnverifiedDownload<SourceTarball>, installer: VerifiedArtifact, root: TrustedRoot, context: StageContext, bytes: Buffer;
declare const stdout: Output, stderr: Terminal;
declare const spec: VersionSpec, options: SourceTarballOptions, wanted: SourceTarball, verification: Verification;
declare const verified: VerifiedTarball, signed: VerifiedBundle<SourceTarball>;
export const used = [line, Printable, proveArtifact, extract, hashed, prepareExtraction, receipt, CertificateIdentity, release, sourceTarball, parseVersionSpec, verify];
`;

/** What must not compile, by what it tries. */
const misuses = {
  "printing what nobody has escaped": `await stdout.print("Python-3.14.0.tar.xz");`,
  "telling what nobody has escaped": `stderr.write("Python-3.14.0.tar.xz");`,
  "making a printable text": `new Printable("Python-3.14.0.tar.xz");`,
  "printing what only looks escaped": `await stdout.print({ toString: () => "", trimEnd: () => line\`\` });`,
  "extracting a download": `await extract(download, { destination: "/out" }, context);`,
  "extracting bytes": `await extract(bytes, { destination: "/out" }, context);`,
  "extracting something that looks verified": `await extract({ artifact: wanted, verification, bytes }, { destination: "/out" }, context);`,
  "extracting a verified file that is no source tarball": `await extract(installer, { destination: "/out" }, context);`,
  "proving a download": `await proveArtifact(download);`,
  "proving bytes": `await proveArtifact(bytes);`,
  "making a verified file": `new VerifiedArtifact(signed, bytes);`,
  "decoding a download": `prepareExtraction("tgz").decompress(bytes);`,
  "making a verified tarball": `new VerifiedTarball(wanted, bytes, verification);`,
  "subclassing a verified tarball": `export class Forged extends VerifiedTarball {}`,
  "replacing a verified tarball's bytes": `verified.bytes = bytes;`,
  "making a source tree": `new SourceTree(verified, "/out", 1, "00");`,
  "a receipt of what was not extracted": `receipt(verified, undefined);`,
  "a receipt of something that looks extracted": `receipt({ tarball: verified, path: "/out", files: 1, digest: "" }, undefined);`,
  "verifying bytes under the digest of others": `verify({ artifact: wanted, content: { bytes, sha256: "" }, bundle: bytes }, root);`,
  "verifying bytes that nobody hashed": `verify({ artifact: wanted, content: bytes, bundle: bytes }, root);`,
  "verifying a tarball against a bundle that nobody verified": `verifyContent(download.content, download.bundle);`,
  "verifying a tarball against something that looks like a verified bundle": `verifyContent(download.content, { artifact: wanted, verification });`,
  "verifying a tarball that nobody hashed": `verifyContent(bytes, signed);`,
  "making a verified bundle": `new VerifiedBundle(wanted, verification);`,
  "extracting a tarball whose bundle alone is verified": `await extract(signed, { destination: "/out" }, context);`,
  "making hashed bytes of a digest": `new HashedBytes(bytes, "");`,
  "replacing the bytes that were hashed": `download.content.bytes = bytes;`,
  "verifying without a trusted root": `verify(download);`,
  "verifying against something that looks like a trusted root": `verify(download, { origin: "file", sha256: "", material: root.material });`,
  "an identity without an issuer": `CertificateIdentity.of("hugo@python.org");`,
  "an identity past its check": `new CertificateIdentity("", "");`,
  "something that looks like an identity": `release(wanted.release.version, { identity: { subject: "", issuer: "" }, reach: "override", by: "" });`,
  "a lockfile's signer without saying how far that may reach": `sourceTarball(wanted.release.version, { ...options, signer: verification.signer });`,
  "a list of signers that nobody chose": `release(wanted.release.version, [verification.signer]);`,
  "a release of what was only asked for": `release(spec);`,
  "a tarball of what was only asked for": `sourceTarball(spec, options);`,
};

const legal = `
export const again = verify({ ...download, content: hashed(bytes) }, root);
const tree = await extract(verify(download, root), { destination: "/out" }, context);
export const record = receipt(tree, undefined);
export const sooner = verifyContent(download.content, verifyBundle(wanted, download.bundle, root));
export const chosen: Release = release(wanted.release.version, { identity: CertificateIdentity.of("a@b", "https://c"), reach: "narrow", by: "c" });
export const asked: VersionSpec = parseVersionSpec("3.14");
export const proof = await proveArtifact(installer);
export type Kept = [HashedBytes, SourceTree, VerifiedTarball];
`;

it("refuses to compile what would go around verification, and nothing else", async () => {
  const folder = await mkdtemp(path.join(repository, ".illegal-states-"));
  try {
    const cases = Object.entries({ ...misuses, "the proper way": legal });
    for (const [index, [, code]] of cases.entries()) {
      await writeFile(path.join(folder, `case-${index}.ts`), `${prelude}${code}\n`);
    }
    await writeFile(
      path.join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "../tsconfig.json",
        compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
        include: ["*.ts"],
      }),
    );
    const output = await compile(folder);
    const refused = cases
      .filter((_, index) => output.includes(`case-${index}.ts(`))
      .map(([name]) => name);
    expect(refused).toEqual(Object.keys(misuses));
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);

async function compile(folder: string): Promise<string> {
  const compiler = path.join(repository, "node_modules/typescript/bin/tsc");
  try {
    const { stdout } = await promisify(execFile)("node", [compiler, "-p", folder], { cwd: folder });
    return stdout;
  } catch (error) {
    return String(Reflect.get(Object(error), "stdout"));
  }
}
