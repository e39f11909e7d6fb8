import type { CtLog } from "./ct-log.ts";
import type { Fulcio } from "./fulcio.ts";
import { type Key, keyDetails } from "./key.ts";
import type { TimestampAuthority } from "./timestamp-authority.ts";
import type { TransparencyLog } from "./transparency-log.ts";

/** The services of one Sigstore. */
export interface Services {
  readonly fulcio: Fulcio;
  readonly ctLog: CtLog;
  readonly rekorV1: TransparencyLog;
  readonly rekorV2: TransparencyLog;
  readonly timestampAuthority: TimestampAuthority;
}

/**
 * `trusted_root.json`: the keys that clients believe
 * (https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto).
 */
export interface TrustedRootJson {
  mediaType: string;
  tlogs: LogJson[];
  certificateAuthorities: AuthorityJson[];
  ctlogs: LogJson[];
  timestampAuthorities: AuthorityJson[];
}

export interface LogJson {
  baseUrl: string;
  hashAlgorithm: string;
  publicKey: { rawBytes: string; keyDetails: string; validFor: ValidForJson };
  logId: { keyId: string };
}

export interface AuthorityJson {
  subject: { organization: string; commonName: string };
  uri: string;
  certChain: { certificates: { rawBytes: string }[] };
  validFor: ValidForJson;
}

interface ValidForJson {
  start?: string;
  end?: string;
}

export function trustedRootOf(services: Services, start: Date): TrustedRootJson {
  const validFor = { start: start.toISOString() };
  const { fulcio, ctLog, rekorV1, rekorV2, timestampAuthority } = services;
  return {
    mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    tlogs: [rekorV1, rekorV2].map((log) => logJson(log.baseUrl, log, validFor)),
    certificateAuthorities: [
      authorityJson("sigstore", "https://fulcio.sigstore.local", fulcio.chain, validFor),
    ],
    ctlogs: [logJson("https://ctfe.sigstore.local/2026", ctLog, validFor)],
    timestampAuthorities: [
      authorityJson(
        "sigstore-tsa-selfsigned",
        "https://timestamp.sigstore.local/api/v1/timestamp",
        timestampAuthority.chain,
        validFor,
      ),
    ],
  };
}

function logJson(
  baseUrl: string,
  log: { readonly key: Key; readonly logId: Buffer },
  validFor: ValidForJson,
): LogJson {
  return {
    baseUrl,
    hashAlgorithm: "SHA2_256",
    publicKey: {
      rawBytes: log.key.spki.toString("base64"),
      keyDetails: keyDetails(log.key),
      validFor: { ...validFor },
    },
    logId: { keyId: log.logId.toString("base64") },
  };
}

function authorityJson(
  commonName: string,
  uri: string,
  chain: readonly Buffer[],
  validFor: ValidForJson,
): AuthorityJson {
  return {
    subject: { organization: "sigstore.local", commonName },
    uri,
    certChain: {
      certificates: chain.map((certificate) => ({ rawBytes: certificate.toString("base64") })),
    },
    validFor: { ...validFor },
  };
}
