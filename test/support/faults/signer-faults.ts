import { bytesOf } from "../sigstore/bundle.ts";
import type { SigningOptions } from "../sigstore/local-sigstore.ts";
import { type Fault, type FaultWorld, spoil, type MakeBundle, refusedAs } from "./fault.ts";

const minute = 60_000;

/**
 * Bundles that prove a signature, only not of the person who has to have signed, or not with a
 * certificate that proves it. The good signer is hugo@python.org, vouched for by GitHub.
 */
export const signerFaults = {
  "signed by another person": refusedAs(
    "identity-mismatch",
    signedWith({ identity: "mallory@example.org" }),
  ),
  "the right address, vouched for by another issuer": refusedAs(
    "issuer-mismatch",
    signedWith({
      issuer: "https://accounts.google.com",
    }),
  ),
  "an issuer that begins with the right one": refusedAs(
    "issuer-mismatch",
    signedWith({
      issuer: "https://github.com/login/oauth/evil",
    }),
  ),
  "an address that ends in the right one": refusedAs(
    "identity-mismatch",
    signedWith({ identity: "not-hugo@python.org" }),
  ),
  "an address that begins with the right one": refusedAs(
    "identity-mismatch",
    signedWith({
      identity: "hugo@python.org.example.org",
    }),
  ),
  "an address that matches as a regular expression": refusedAs(
    "identity-mismatch",
    signedWith({ identity: "hugo@pythonXorg" }),
  ),
  "the right address in capitals": refusedAs(
    "identity-mismatch",
    signedWith({ identity: "HUGO@python.org" }),
  ),
  "the right address as a URI": refusedAs("identity-mismatch", signedWith({ identityType: "uri" })),
  "the right address, and a second one": refusedAs(
    "identity-mismatch",
    signedWith({ secondIdentity: "mallory@example.org" }),
  ),
  "the right address after another": refusedAs(
    "identity-mismatch",
    signedWith({
      identity: "mallory@example.org",
      secondIdentity: "hugo@python.org",
    }),
  ),
  "a certificate that had expired when it signed": refusedAs(
    "certificate-expired-at-signing",
    signedWith(({ now }) => ({
      certificateValidity: {
        notBefore: new Date(now - 20 * minute),
        notAfter: new Date(now - 10 * minute),
      },
    })),
  ),
  "a certificate that was not valid yet when it signed": refusedAs(
    "certificate-expired-at-signing",
    signedWith(({ now }) => ({
      certificateValidity: {
        notBefore: new Date(now + 10 * minute),
        notAfter: new Date(now + 20 * minute),
      },
    })),
  ),
  "a certificate for another purpose than signing code": refusedAs(
    "certificate-purpose",
    signedWith({ certificatePurpose: "timeStamping" }),
  ),
  "a certificate that names no purpose": refusedAs(
    "certificate-purpose",
    signedWith({ certificateLacks: "purpose" }),
  ),
  "a certificate that may sign others": refusedAs(
    "certificate-purpose",
    signedWith({ certificateMayIssue: true }),
  ),
  "a certificate that names nobody": refusedAs(
    "identity-mismatch",
    signedWith({ certificateLacks: "name" }),
  ),
  "a certificate that names no issuer": refusedAs(
    "issuer-mismatch",
    signedWith({ certificateLacks: "issuer" }),
  ),
  "a certificate of an unknown CA": refusedAs(
    "ca-unknown",
    signedWith(({ stranger }) => ({
      services: { fulcio: stranger.services.fulcio },
    })),
  ),
  "a certificate that no CT log vouches for": refusedAs(
    "sct-invalid",
    signedWith({ ctPromise: false }),
  ),
  "a certificate that an unknown CT log vouches for": refusedAs(
    "sct-invalid",
    signedWith(({ stranger }) => ({
      services: { ctLog: stranger.services.ctLog },
    })),
  ),
  "a CT log's promise for another certificate": refusedAs(
    "sct-invalid",
    signedWith(({ sigstore }) => {
      const { ctLog } = sigstore.services;
      const promise: typeof ctLog.promise = (_tbs, issuer, time) =>
        ctLog.promise(Buffer.from("another certificate"), issuer, time);
      return { services: { ctLog: { ...ctLog, promise } } };
    }),
  ),
  "a certificate with one bit changed": refusedAs(
    "transparency-log-invalid",
    inCertificate((der) => {
      // the last byte belongs to the CA's signature
      der.writeUInt8(der.readUInt8(der.length - 1) ^ 1, der.length - 1);
      return der;
    }),
  ),
  "the certificate of another bundle of the same signer": refusedAs(
    "transparency-log-invalid",
    spoil((bundle, { sigstore }) => {
      const other = sigstore.sign(Buffer.from("something else"));
      const { certificate } = other.verificationMaterial;
      if (certificate === undefined) throw new Error("the bundle has no certificate");
      bundle.verificationMaterial.certificate = certificate;
    }),
  ),
  "a chain of several certificates": refusedAs("bundle-malformed", ({ sigstore, artifact }) => {
    const bundle = sigstore.sign(artifact, { bundleVersion: "0.2" });
    const rawBytes = sigstore.services.fulcio.chain[0]?.toString("base64") ?? "";
    bundle.verificationMaterial.x509CertificateChain?.certificates.push({ rawBytes });
    return bytesOf(bundle);
  }),
  "a certificate and a chain at once": refusedAs(
    "certificate-count",
    spoil((bundle) => {
      const { certificate } = bundle.verificationMaterial;
      if (certificate === undefined) throw new Error("the bundle has no certificate");
      bundle.verificationMaterial.x509CertificateChain = { certificates: [certificate] };
    }),
  ),
  "a chain in a bundle of version 0.3": refusedAs(
    "bundle-malformed",
    spoil(({ verificationMaterial }) => {
      const { certificate } = verificationMaterial;
      if (certificate === undefined) throw new Error("the bundle has no certificate");
      verificationMaterial.x509CertificateChain = { certificates: [certificate] };
      delete verificationMaterial.certificate;
    }),
  ),
  "a certificate with a byte behind its end": refusedAs(
    "bundle-malformed",
    inCertificate((der) => Buffer.concat([der, Buffer.of(0)])),
  ),
  "a certificate that is not one": refusedAs(
    "bundle-malformed",
    inCertificate(() => Buffer.from("30020500", "hex")),
  ),
  "no certificate": refusedAs(
    "certificate-count",
    spoil((bundle) => {
      delete bundle.verificationMaterial.certificate;
    }),
  ),
  "a public key's hint in place of a certificate": refusedAs(
    "certificate-count",
    spoil((bundle) => {
      delete bundle.verificationMaterial.certificate;
      bundle.verificationMaterial.publicKey = { hint: "hugo" };
    }),
  ),
} satisfies Record<string, Fault>;

type Knobs = SigningOptions | ((world: FaultWorld & { readonly now: number }) => SigningOptions);

function signedWith(knobs: Knobs): MakeBundle {
  return (world) => {
    const now = Date.now();
    const options = typeof knobs === "function" ? knobs({ ...world, now }) : knobs;
    return bytesOf(world.sigstore.sign(world.artifact, { signedAt: new Date(now), ...options }));
  };
}

/** A good bundle, then one change to its certificate. */
function inCertificate(change: (der: Buffer) => Buffer): MakeBundle {
  return spoil(({ verificationMaterial: { certificate } }) => {
    if (certificate === undefined) throw new Error("the bundle has no certificate");
    certificate.rawBytes = change(Buffer.from(certificate.rawBytes, "base64")).toString("base64");
  });
}
