import * as v from "valibot";

/*
 * The one shape of bundle that is accepted: Sigstore's JSON, no field more. The libraries below
 * ignore unknown fields, junk in base64 and the end of a media type; what they would ignore is
 * refused here, so that two readers cannot take one bundle for two things.
 *
 * https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto
 */

/** Sizes are several times what any of CPython's bundles needs; a whole one has some 6 KB. */
const limits = {
  certificate: 16_384,
  signature: 1024,
  body: 65_536,
  checkpoint: 16_384,
  timestamp: 32_768,
  entries: 8,
  timestamps: 8,
  // An RFC 6962 inclusion proof has at most one hash for each bit of a 64-bit index.
  hashes: 64,
} as const;

const base64 = (maxBytes: number) =>
  v.pipe(
    v.string(),
    v.maxLength(Math.ceil(maxBytes / 3) * 4, `more than ${maxBytes} bytes`),
    v.check(isCanonicalBase64, "not canonical base64"),
  );

const hash = v.pipe(
  base64(32),
  v.check((text) => Buffer.from(text, "base64").length === 32, "not 32 bytes long"),
);

/** A protobuf int64 in its JSON form: a decimal string; 15 digits stay exact as a number. */
const count = v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,14})$/, "not a decimal number"));

const certificate = v.strictObject({ rawBytes: base64(limits.certificate) });

const transparencyLogEntry = v.strictObject({
  logIndex: count,
  logId: v.strictObject({ keyId: hash }),
  kindVersion: v.strictObject({
    kind: v.literal("hashedrekord"),
    version: v.picklist(["0.0.1", "0.0.2"]),
  }),
  integratedTime: v.optional(count),
  inclusionPromise: v.optional(v.strictObject({ signedEntryTimestamp: base64(limits.signature) })),
  inclusionProof: v.strictObject({
    logIndex: count,
    rootHash: hash,
    treeSize: count,
    hashes: v.optional(v.pipe(v.array(hash), v.maxLength(limits.hashes)), []),
    checkpoint: v.strictObject({
      envelope: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.checkpoint)),
    }),
  }),
  canonicalizedBody: base64(limits.body),
});

/** Every media type that a bundle of version 0.1 to 0.3 may have, whole. */
export const mediaTypes = [
  "application/vnd.dev.sigstore.bundle+json;version=0.1",
  "application/vnd.dev.sigstore.bundle+json;version=0.2",
  "application/vnd.dev.sigstore.bundle+json;version=0.3",
  "application/vnd.dev.sigstore.bundle.v0.3+json",
] as const;

export const bundleSchema = v.strictObject({
  mediaType: v.picklist(mediaTypes),
  verificationMaterial: v.strictObject({
    certificate: v.optional(certificate),
    x509CertificateChain: v.optional(
      v.strictObject({ certificates: v.pipe(v.array(certificate), v.length(1)) }),
    ),
    tlogEntries: v.pipe(
      v.array(transparencyLogEntry),
      v.minLength(1, "no transparency log entry"),
      v.maxLength(limits.entries),
    ),
    timestampVerificationData: v.optional(
      v.strictObject({
        rfc3161Timestamps: v.optional(
          v.pipe(
            v.array(v.strictObject({ signedTimestamp: base64(limits.timestamp) })),
            v.maxLength(limits.timestamps),
          ),
        ),
      }),
    ),
  }),
  messageSignature: v.strictObject({
    messageDigest: v.strictObject({ algorithm: v.literal("SHA2_256"), digest: hash }),
    signature: base64(limits.signature),
  }),
});

/** A bundle as it stands in its file, once it has the shape. */
export type BundleDocument = v.InferOutput<typeof bundleSchema>;

/** Whether base64 is spelled in the one way that encoders spell it. */
export function isCanonicalBase64(text: string): boolean {
  return text.length > 0 && Buffer.from(text, "base64").toString("base64") === text;
}
