import type { BundleJson } from "./bundle.ts";
import type { CertificateContent, Validity } from "./certificate.ts";
import { createCtLog } from "./ct-log.ts";
import { type CertificatePart, createFulcio } from "./fulcio.ts";
import { generateKey, type Key, sha256 } from "./key.ts";
import { createTimestampAuthority } from "./timestamp-authority.ts";
import { dsse, hashedRekord, type LoggableEntry } from "./loggable-entry.ts";
import { createRekorV1, createRekorV2, type TransparencyLog } from "./transparency-log.ts";
import { type Services, type TrustedRootJson, trustedRootOf } from "./trusted-root.ts";

/** A whole Sigstore in this process: its services, and what a signer and a client do with it. */
export interface LocalSigstore {
  readonly services: Services;
  /** Signs some bytes as `sigstore sign` does: a bundle with a message signature. */
  sign(artifact: Buffer, options?: SigningOptions): BundleJson;
  /** Signs a statement instead: a bundle with a DSSE envelope. */
  signEnvelope(payload: Buffer, options?: SigningOptions): BundleJson;
  /** The keys that make a client believe in this Sigstore; a new object each time. */
  trustedRoot(): TrustedRootJson;
}

/** All that can be different about a signature; what is left out is as CPython's are today. */
export interface SigningOptions {
  /** the certificate's subject alternative name */
  readonly identity?: string;
  readonly identityType?: "email" | "uri";
  /** a second e-mail address in the certificate */
  readonly secondIdentity?: string;
  /** what the certificate is for */
  readonly certificatePurpose?: "codeSigning" | "timeStamping";
  /** what the certificate does not say */
  readonly certificateLacks?: CertificatePart;
  /** whether the certificate's key may sign certificates */
  readonly certificateMayIssue?: boolean;
  /** a last change to all that the certificate says, before it is promised and signed */
  readonly certificateContent?: (content: CertificateContent) => CertificateContent;
  /** the OIDC issuer */
  readonly issuer?: string;
  readonly issuerExtensions?: "old" | "new" | "both";
  readonly curve?: "P-256" | "P-384";
  readonly bundleVersion?: "0.1" | "0.2" | "0.3";
  readonly rekor?: "v1" | "v2";
  /** whether a timestamp goes with it; with Rekor v2 nothing else tells the time */
  readonly timestamp?: boolean;
  readonly signedAt?: Date;
  /** the certificate's, if not the ten minutes from `signedAt` */
  readonly certificateValidity?: Validity;
  /** the digest to log, if not the artifact's */
  readonly loggedDigest?: Buffer;
  /** services of another Sigstore to use in place of this one's */
  readonly services?: Partial<Services>;
  /** whether the certificate's publication is promised */
  readonly ctPromise?: boolean;
}

/** Makes a Sigstore; no two have a key in common. */
export function createLocalSigstore(): LocalSigstore {
  const start = new Date("2021-01-01T00:00:00Z");
  const validity = { notBefore: start, notAfter: new Date("2046-01-01T00:00:00Z") };
  const services = {
    fulcio: createFulcio(validity),
    ctLog: createCtLog(),
    rekorV1: createRekorV1(),
    rekorV2: createRekorV2(),
    timestampAuthority: createTimestampAuthority(validity),
  };
  return {
    services,
    sign: (artifact, options = {}) => signArtifact(artifact, services, options),
    signEnvelope: (payload, options = {}) => signEnvelope(payload, services, options),
    trustedRoot: () => trustedRootOf(services, start),
  };
}

function signArtifact(artifact: Buffer, own: Services, options: SigningOptions): BundleJson {
  const digest = sha256(artifact);
  const ceremony = prepare(own, options);
  // CPython's P-384 signatures are over SHA-256 as well.
  const signature = ceremony.key.sign(artifact, "sha256");
  const logged = hashedRekord(options.loggedDigest ?? digest, signature, ceremony.certificate);
  return {
    ...publish(ceremony, signature, logged),
    messageSignature: {
      messageDigest: { algorithm: "SHA2_256", digest: digest.toString("base64") },
      signature: signature.toString("base64"),
    },
  };
}

function signEnvelope(payload: Buffer, own: Services, options: SigningOptions): BundleJson {
  const payloadType = "application/vnd.in-toto+json";
  const ceremony = prepare(own, options);
  const signature = ceremony.key.sign(preAuthEncoding(payloadType, payload), "sha256");
  return {
    ...publish(ceremony, signature, dsse(payload, signature, ceremony.certificate)),
    dsseEnvelope: {
      payload: payload.toString("base64"),
      payloadType,
      signatures: [{ sig: signature.toString("base64"), keyid: "" }],
    },
  };
}

/** What is there once a signer has a certificate, before anything is signed. */
interface Ceremony {
  readonly key: Key;
  readonly certificate: { readonly der: Buffer; readonly key: Key };
  readonly services: Services;
  readonly log: TransparencyLog;
  readonly signedAt: Date;
  readonly options: SigningOptions;
}

function prepare(own: Services, options: SigningOptions): Ceremony {
  const services = { ...own, ...options.services };
  const signedAt = options.signedAt ?? new Date();
  const key = generateKey(options.curve ?? "P-256");
  const der = services.fulcio.issue({
    key,
    identity: options.identity ?? "hugo@python.org",
    identityType: options.identityType ?? "email",
    secondIdentity: options.secondIdentity,
    purpose: options.certificatePurpose,
    lacks: options.certificateLacks,
    mayIssue: options.certificateMayIssue,
    content: options.certificateContent,
    issuer: options.issuer ?? "https://github.com/login/oauth",
    issuerExtensions: options.issuerExtensions ?? "both",
    validity: options.certificateValidity ?? {
      notBefore: signedAt,
      notAfter: new Date(signedAt.getTime() + 10 * 60_000),
    },
    ctLogs: options.ctPromise === false ? [] : [services.ctLog],
  });
  const log = options.rekor === "v2" ? services.rekorV2 : services.rekorV1;
  return { key, certificate: { der, key }, services, log, signedAt, options };
}

/** Logs a signature, has it stamped, and puts all but the content into a bundle. */
function publish(ceremony: Ceremony, signature: Buffer, logged: LoggableEntry): BundleJson {
  const { certificate, services, log, signedAt, options } = ceremony;
  const version = options.bundleVersion ?? "0.3";
  const rawBytes = certificate.der.toString("base64");
  const stamped = options.timestamp ?? !log.tellsTime;
  const stamp = services.timestampAuthority.stamp(signature, signedAt).toString("base64");
  return {
    mediaType:
      version === "0.3"
        ? "application/vnd.dev.sigstore.bundle.v0.3+json"
        : `application/vnd.dev.sigstore.bundle+json;version=${version}`,
    verificationMaterial: {
      ...(version === "0.3"
        ? { certificate: { rawBytes } }
        : { x509CertificateChain: { certificates: [{ rawBytes }] } }),
      tlogEntries: [log.record(logged, signedAt)],
      timestampVerificationData: {
        rfc3161Timestamps: stamped ? [{ signedTimestamp: stamp }] : [],
      },
    },
  };
}

/** https://github.com/secure-systems-lab/dsse/blob/master/protocol.md */
function preAuthEncoding(payloadType: string, payload: Buffer): Buffer {
  const header = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(header, "utf8"), payload]);
}
