import { pyverifyVersion } from "../../base/pyverify-version.ts";
import { rfc3339 } from "../../base/rfc3339.ts";
import type { PinForm } from "../found-pin.ts";
import {
  type DigestedFile,
  isOnWord,
  type PinVerdict,
  signatureOf,
  type UnknownReason,
} from "../judgement.ts";
import type { CheckedPin, PinCheck } from "../pin-check.ts";
import type { PinSource } from "../signature-source.ts";
import type { DigestEncoding } from "../text/sha256-text.ts";

export const checkMediaType = "application/vnd.pyverify.pin-check+json;version=1";

/** What `--json` prints: schemas/pin-check.schema.json. It has no clock and no host name in it. */
export interface PinCheckReport {
  readonly mediaType: typeof checkMediaType;
  readonly source: PinSource;
  /** null if nothing had to be verified, or if it could not be had */
  readonly trustedRoot: { readonly origin: string; readonly sha256: string } | null;
  readonly summary: Readonly<Record<PinVerdict | "files" | "unread", number>>;
  readonly pins: readonly ReportedPin[];
  readonly unread: readonly {
    readonly file: string;
    readonly code: string;
    readonly message: string;
    readonly because?: string | undefined;
  }[];
  readonly pyverify: { readonly version: string };
}

export interface ReportedPin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly form: PinForm;
  readonly written: string;
  readonly encoding?: DigestEncoding;
  readonly sha256?: string;
  /** what it is said to be the digest of, where that can be read */
  readonly of?: {
    readonly version: string;
    readonly files?: readonly string[];
    readonly certain: boolean;
  };
  readonly verdict: PinVerdict;
  /** for a verified pin its file; for a wrong one those that it is not of */
  readonly signed?: readonly ReportedSignature[];
  /** the file whose digest a wrong pin is */
  readonly isOf?: string;
  readonly reason?: UnknownReason;
}

export interface ReportedSignature {
  readonly file: string;
  /** a bundle that was verified, or the word of a feed that has none */
  readonly basis: "bundle" | "feed";
  readonly sha256: string;
  readonly identity: string;
  readonly issuer: string;
  readonly signedAt: string;
  readonly transparencyLog: readonly {
    readonly logIndex: number;
    readonly url: string | undefined;
  }[];
}

/** Writes down what a check has found, as JSON. */
export function pinCheckReport(check: PinCheck): PinCheckReport {
  const { pins, unread, files, source, trustedRoot } = check;
  return {
    mediaType: checkMediaType,
    source,
    trustedRoot: trustedRoot ?? null,
    summary: { files, ...countVerdicts(pins), unread: unread.length },
    pins: pins.map(reported),
    unread: unread.map(({ file, failure: { code, message, because } }) => ({
      file,
      code,
      message,
      because,
    })),
    pyverify: { version: pyverifyVersion },
  };
}

/** How many pins there are of each verdict. */
export function countVerdicts(pins: readonly CheckedPin[]): Record<PinVerdict, number> {
  const counts = { verified: 0, "taken-on-word": 0, wrong: 0, unknown: 0 };
  for (const { judgement } of pins) counts[judgement.verdict] += 1;
  return counts;
}

function reported({ claim, judgement, encoding, sha256, ...place }: CheckedPin): ReportedPin {
  const { file, line, column, form, written } = place;
  return {
    file,
    line,
    column,
    form,
    written,
    ...(encoding === undefined ? {} : { encoding }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(claim.type === "unreadable"
      ? {}
      : {
          of: {
            version: claim.version.text,
            ...(claim.type === "files" ? { files: claim.names } : {}),
            certain: claim.certain,
          },
        }),
    verdict: judgement.verdict,
    ...("file" in judgement ? { signed: [signature(judgement.file)] } : {}),
    ...(judgement.verdict === "wrong" ? { signed: judgement.signed.map(signature) } : {}),
    ...(judgement.verdict === "wrong" && judgement.isOf !== undefined
      ? { isOf: judgement.isOf }
      : {}),
    ...(judgement.verdict === "unknown" ? { reason: judgement.reason } : {}),
  };
}

function signature(signed: DigestedFile): ReportedSignature {
  const { sha256, signer, signedAt, transparencyLog } = signatureOf(signed);
  return {
    file: signed.name,
    basis: isOnWord(signed) ? "feed" : "bundle",
    sha256,
    identity: signer.subject,
    issuer: signer.issuer,
    signedAt: rfc3339(signedAt),
    transparencyLog: transparencyLog.map(({ logIndex, url }) => ({ logIndex, url })),
  };
}
