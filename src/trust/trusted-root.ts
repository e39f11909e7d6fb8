import { createHash, X509Certificate } from "node:crypto";
import { TrustedRoot as TrustedRootMessage } from "@sigstore/protobuf-specs";
import { type TrustMaterial, toTrustMaterial } from "@sigstore/verify";
import { messageOf } from "../base/error-message.ts";
import { PyverifyError } from "../base/errors.ts";
import { whatItSeems, whyNotJson } from "../files/document-kind.ts";
import { memoizeEncoding } from "./memoize.ts";

/** The origin of a trusted root: a fact of the run, which the receipt records as such. */
export type TrustedRootOrigin = "embedded" | "tuf" | "file";

/** Everything about the origin of a trusted root; facts of the run, which documents record as such. */
export interface TrustedRootFacts {
  readonly origin: TrustedRootOrigin;
  /** SHA-256 of the `trusted_root.json`, in lower-case hex */
  readonly sha256: string;
  /** the TUF repository, without credentials, where it is not Sigstore's own */
  readonly tufMirror?: string;
  /** SHA-256 of the TUF root that the refresh began with, where it is not the built-in one */
  readonly tufRootSha256?: string;
  /** there where the embedded root serves because TUF could not be reached */
  readonly tufUnreachable?: true;
}

/**
 * The keys and certificates of Sigstore's services: Fulcio, Rekor, the certificate transparency
 * logs and the timestamp authorities. Made only from a document that this file has found whole.
 */
class TrustedRoot {
  readonly facts: TrustedRootFacts;
  readonly #material: TrustMaterial;

  constructor(facts: TrustedRootFacts, material: TrustMaterial) {
    this.facts = facts;
    this.#material = material;
  }

  get origin(): TrustedRootOrigin {
    return this.facts.origin;
  }

  /** SHA-256 of the `trusted_root.json`, in lower-case hex */
  get sha256(): string {
    return this.facts.sha256;
  }

  /** the keys and certificates, as the verifier wants them */
  get material(): TrustMaterial {
    return this.#material;
  }
}

export type { TrustedRoot };

/**
 * Reads a `trusted_root.json`.
 *
 * @see https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto
 * @param more its name, where it is a file, and facts about where it is from
 * @throws {PyverifyError} trusted-root/trusted-root-malformed
 */
export function parseTrustedRoot(
  bytes: Buffer,
  origin: TrustedRootOrigin,
  { name, ...more }: Omit<TrustedRootFacts, "origin" | "sha256"> & { readonly name?: string } = {},
): TrustedRoot {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  try {
    const json: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof json !== "object" || json === null) throw new Error("it is no trusted root");
    const message = TrustedRootMessage.fromJSON(json);
    requireKeys(message);
    requireValidityStarts(message);
    if (origin === "file") requireWholeChains(message);
    return new TrustedRoot(
      { origin, sha256, ...more },
      readable(() => materialOf(message)),
    );
  } catch (cause) {
    const what = name ?? `the trusted root ${origins[origin].from}`;
    const message = `${what} cannot be used${name === undefined ? "" : " as a trusted root"}`;
    throw new PyverifyError("trusted-root", "trusted-root-malformed", message, {
      because: reason(cause, bytes),
      hint: origins[origin].hint,
      cause,
    });
  }
}

/** Where each is from, and what to do about one that is no good. */
const origins = {
  embedded: { from: "that is built in", hint: "install pyverify again" },
  tuf: {
    from: "of the TUF repository",
    hint: "update pyverify, or do without it: --trusted-root embedded takes the root that is built in",
  },
  file: {
    from: "that was given",
    hint: "use a trusted_root.json as Sigstore publishes it, or leave --trusted-root out",
  },
} as const satisfies Record<TrustedRootOrigin, object>;

/** A root without an authority of some kind could vouch for nothing, so it is a wrong file. */
function requireKeys(message: TrustedRootMessage): void {
  for (const field of ["tlogs", "certificateAuthorities", "ctlogs"] as const) {
    if (message[field].length === 0) throw new Error(`it has no ${field}`);
  }
}

/**
 * `toTrustMaterial` takes a key without a start as valid since 1970, so a dropped field would widen
 * what is trusted.
 */
function requireValidityStarts(message: TrustedRootMessage): void {
  for (const log of [...message.tlogs, ...message.ctlogs]) {
    if (log.publicKey?.validFor?.start === undefined) {
      throw new Error(`the key of ${log.baseUrl} has no validFor.start`);
    }
  }
  for (const authority of [...message.certificateAuthorities, ...message.timestampAuthorities]) {
    if (authority.validFor?.start === undefined) {
      throw new Error(`the authority ${authority.uri} has no validFor.start`);
    }
  }
}

/**
 * A damaged certificate of an authority would otherwise come to light only at a bundle, and the
 * bundle would be blamed for it. TUF has a digest of its document, and a test looks after the
 * embedded one, so both are spared the milliseconds. The last one of a chain is trusted as it is,
 * and need not be self-signed.
 */
function requireWholeChains(message: TrustedRootMessage): void {
  for (const authority of [...message.certificateAuthorities, ...message.timestampAuthorities]) {
    if (authority.certChain === undefined) {
      throw new Error(`the authority ${authority.uri} has no certChain`);
    }
    const chain = authority.certChain.certificates.map(({ rawBytes }) =>
      readable(() => new X509Certificate(rawBytes)),
    );
    const isWhole = chain.every((certificate, index) => {
      const issuer = chain[index + 1] ?? certificate;
      const isIssued = certificate.issuer === issuer.subject;
      const key = readable(() => issuer.publicKey);
      return isIssued ? certificate.verify(key) : issuer === certificate;
    });
    if (!isWhole) throw new Error(`the certificates of ${authority.uri} are not a chain`);
  }
}

function materialOf(message: TrustedRootMessage): TrustMaterial {
  const material = toTrustMaterial(message);
  const authorities = [...material.certificateAuthorities, ...material.timestampAuthorities];
  for (const { certChain } of authorities) certChain.forEach(memoizeEncoding);
  return material;
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new Error("a key or certificate in it cannot be read", { cause });
  }
}

function reason(cause: unknown, bytes: Buffer): string {
  if (cause instanceof SyntaxError) return whyNotJson(bytes);
  const seems = whatItSeems(bytes);
  const isAnother = seems?.startsWith("seems") === true && !seems.includes("trusted root");
  return isAnother ? `${messageOf(cause)}: it ${seems}` : messageOf(cause);
}
