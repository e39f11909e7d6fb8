import { describe, expect, it } from "vitest";
import { hashed } from "../../../src/files/hashed-bytes.ts";
import { pythonOrg } from "../../../src/release/release.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { parseTrustedRoot } from "../../../src/trust/trusted-root.ts";
import { verifySignedDigest } from "../../../src/verify/signed-digest.ts";
import { verify } from "../../../src/verify/verify.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";
import { sha256 } from "../../support/sigstore/key.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";

const sigstore = createLocalSigstore();
const root = parseTrustedRoot(Buffer.from(JSON.stringify(sigstore.trustedRoot())), "file");
const bytes = Buffer.from("a source tarball");
const tarball = hashed(bytes);
const digest = sha256(bytes).toString("hex");
const bundle = bytesOf(sigstore.sign(bytes));

function wanted(pin?: string) {
  return sourceTarball(parseVersion("3.14.0"), { format: "tgz", mirror: pythonOrg, sha256: pin });
}

describe("a tarball", () => {
  it("is verified with its release, its very bytes and what was proven", () => {
    const verified = verify({ artifact: wanted(), content: tarball, bundle }, root);
    expect(verified.artifact).toEqual(wanted());
    expect(verified.bytes).toBe(bytes);
    expect(verified.verification).toMatchObject({
      sha256: digest,
      signer: wanted().release.signers[0],
      trustedRoot: { origin: "file", sha256: root.sha256 },
    });
  });

  it("is verified if it is the one that was pinned", () => {
    expect(verify({ artifact: wanted(digest), content: tarball, bundle }, root).bytes).toBe(bytes);
  });

  it("is refused if another was pinned, although it is signed", () => {
    const pin = "0".repeat(64);
    expect(() => verify({ artifact: wanted(pin), content: tarball, bundle }, root)).toThrow(
      expect.objectContaining({
        kind: "verification",
        code: "pin-mismatch",
        message: "Python-3.14.0.tgz is not the tarball that was pinned",
        because: `its SHA-256 is ${digest}, and ${pin} was asked for`,
        hint: expect.stringMatching(/./),
      }),
    );
  });

  it("is refused if it is the one that was pinned, and another was signed", () => {
    const other = bytesOf(sigstore.sign(Buffer.from("another tarball")));
    expect(() =>
      verify({ artifact: wanted(digest), content: tarball, bundle: other }, root),
    ).toThrow(expect.objectContaining({ kind: "verification", code: "digest-mismatch" }));
  });

  it("is refused if a byte of it was changed", () => {
    const changed = hashed(Buffer.from("a source tarbalk"));
    expect(() => verify({ artifact: wanted(), content: changed, bundle }, root)).toThrow(
      expect.objectContaining({
        kind: "verification",
        code: "digest-mismatch",
        because: expect.stringContaining(digest),
      }),
    );
  });
});

describe("a bundle without its tarball", () => {
  it("gives the digest that it signs, once that is verified", () => {
    const verification = verifySignedDigest(bundle, wanted().release.signers, root);
    expect(verification).toMatchObject({ sha256: digest, signer: wanted().release.signers[0] });
  });

  it("gives none if it claims another digest than it signs", () => {
    const json = sigstore.sign(bytes);
    const claimed = sha256(Buffer.from("another tarball")).toString("base64");
    if (json.messageSignature !== undefined) json.messageSignature.messageDigest.digest = claimed;
    expect(() => verifySignedDigest(bytesOf(json), wanted().release.signers, root)).toThrow(
      expect.objectContaining({ kind: "verification", code: "transparency-log-invalid" }),
    );
  });

  it("gives none if another person signed", () => {
    const { signers } = sourceTarball(parseVersion("3.13.0"), {
      format: "tgz",
      mirror: pythonOrg,
    }).release;
    expect(() => verifySignedDigest(bundle, signers, root)).toThrow(
      expect.objectContaining({ kind: "verification", code: "identity-mismatch" }),
    );
  });
});
