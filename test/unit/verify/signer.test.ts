import { X509Certificate } from "node:crypto";
import type { Signer } from "@sigstore/verify";
import { describe, expect, it } from "vitest";
import { CertificateIdentity } from "../../../src/release/certificate-identity.ts";
import { requireAcceptedSigner } from "../../../src/verify/signer.ts";
import { readSigningCertificate } from "../../../src/verify/signing-certificate.ts";
import { generateKey } from "../../support/sigstore/key.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";

const issuer = "https://github.com/login/oauth";
const hugo = CertificateIdentity.of("hugo@python.org", issuer);
const signedAt = new Date();
const { fulcio } = createLocalSigstore().services;

function certificateOf(identity: string) {
  const now = new Date();
  const certificate = new X509Certificate(
    fulcio.issue({
      key: generateKey("P-256"),
      identity,
      identityType: "email",
      issuer,
      issuerExtensions: "both",
      validity: { notBefore: now, notAfter: now },
      ctLogs: [],
    }),
  );
  return { certificate, signingCertificate: readSigningCertificate(certificate.raw) };
}

/** What the library makes of a certificate. */
function signer(identity: Signer["identity"]): Signer {
  const { publicKey } = generateKey("P-256");
  return { key: publicKey, ...(identity && { identity }) };
}

/** Somebody whom the library found in a certificate with this address. */
function found(subjectAlternativeName: string, address = subjectAlternativeName) {
  const read = signer({ subjectAlternativeName, extensions: { issuer } });
  return requireAcceptedSigner(read, certificateOf(address), [hugo], signedAt);
}

describe("a signer", () => {
  it("is accepted if both readers of the certificate find the accepted address", () => {
    expect(found("hugo@python.org")).toBe(hugo);
  });

  it.each([
    ["the library reads another than OpenSSL", "mallory@example.org", "hugo@python.org"],
    ["OpenSSL reads another than the library", "hugo@python.org", "mallory@example.org"],
  ])("is refused if %s", (_how, read, address) => {
    expect(() => found(read, address)).toThrow(
      expect.objectContaining({ kind: "verification", code: "identity-mismatch" }),
    );
  });

  it.each([
    ["no identity at all", undefined],
    ["no issuer", { subjectAlternativeName: "hugo@python.org" }],
    ["no name", { extensions: { issuer } }],
  ])("is refused if the library finds %s", (_what, identity) => {
    expect(() =>
      requireAcceptedSigner(signer(identity), certificateOf("hugo@python.org"), [hugo], signedAt),
    ).toThrow(expect.objectContaining({ kind: "verification" }));
  });

  it("is shown in plain characters, and cut short, with what vouched for him", () => {
    const read = signer({
      subjectAlternativeName: "hugo@python.org",
      extensions: { issuer: `\u001B[2J${"i".repeat(300)}` },
    });
    expect(() =>
      requireAcceptedSigner(read, certificateOf("hugo@python.org"), [hugo], signedAt),
    ).toThrow(/vouched for by \?\[2Ji{196}, which/);
    expect(() => found(`${"m".repeat(300)}@example.org`)).toThrow(/^signed by m{200} \(https:/);
  });

  it("who is refused is told who would have been accepted", () => {
    const google = CertificateIdentity.of("thomas@python.org", "https://accounts.google.com");
    const read = signer({
      subjectAlternativeName: "mallory@example.org",
      extensions: { issuer },
    });
    expect(() =>
      requireAcceptedSigner(read, certificateOf("mallory@example.org"), [hugo, google], signedAt),
    ).toThrow(
      expect.objectContaining({
        because:
          "the signer has to be hugo@python.org (https://github.com/login/oauth) " +
          "or thomas@python.org (https://accounts.google.com)",
      }),
    );
  });
});
