/**
 * A Sigstore bundle as JSON, the way it lies on disk: all bytes are base64, all numbers text
 * (https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto).
 * Open to changes, because a test signs a good one and then spoils it.
 */
export interface BundleJson {
  mediaType: string;
  verificationMaterial: {
    certificate?: RawBytes;
    x509CertificateChain?: { certificates: RawBytes[] };
    publicKey?: { hint: string };
    tlogEntries: LogEntryJson[];
    timestampVerificationData?: { rfc3161Timestamps: { signedTimestamp: string }[] };
  };
  messageSignature?: {
    messageDigest: { algorithm: string; digest: string };
    signature: string;
  };
  dsseEnvelope?: {
    payload: string;
    payloadType: string;
    signatures: { sig: string; keyid: string }[];
  };
}

/** A TransparencyLogEntry. */
export interface LogEntryJson {
  logIndex: string;
  logId: { keyId: string };
  kindVersion: { kind: string; version: string };
  /** absent in Rekor v2 */
  integratedTime?: string;
  /** the signed entry timestamp (SET); absent in Rekor v2 */
  inclusionPromise?: { signedEntryTimestamp: string };
  inclusionProof?: InclusionProofJson;
  canonicalizedBody: string;
}

export interface InclusionProofJson {
  logIndex: string;
  rootHash: string;
  treeSize: string;
  hashes: string[];
  checkpoint?: { envelope: string };
}

interface RawBytes {
  rawBytes: string;
}

/** The bundle as a file. */
export function bytesOf(bundle: BundleJson): Buffer {
  return Buffer.from(JSON.stringify(bundle), "utf8");
}

/** The only entry of a bundle that was signed here. */
export function logEntryOf(bundle: BundleJson): LogEntryJson {
  const [entry] = bundle.verificationMaterial.tlogEntries;
  if (entry === undefined) throw new Error("the bundle has no log entry");
  return entry;
}

export function inclusionProofOf(bundle: BundleJson): InclusionProofJson {
  const { inclusionProof } = logEntryOf(bundle);
  if (inclusionProof === undefined) throw new Error("the log entry has no inclusion proof");
  return inclusionProof;
}
