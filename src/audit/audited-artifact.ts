import type { ArtifactType } from "../release/artifact-types.ts";
import type { PythonVersion } from "../release/version.ts";
import type { Check } from "./checks.ts";

/** The verdicts of an audit on one file. */
export const verdicts = ["verified", "refused", "missing", "unreachable", "unsigned"] as const;
export type Verdict = (typeof verdicts)[number];

/** One file of a release, and what came of it. */
export interface AuditedArtifact {
  readonly version: PythonVersion;
  readonly type: ArtifactType;
  /** `Python-3.14.0.tar.xz` */
  readonly file: string;
  /** in bytes: its own where it was read, otherwise as it is listed; undefined where nobody tells */
  readonly size: number | undefined;
  readonly finding: Finding;
  /** every check with its outcome; none where no bundle was examined */
  readonly checks: readonly Check[];
  /** where it is verified, and was asked for */
  readonly bundle?: AuditedBundle | undefined;
}

/** A bundle that has passed, to be kept. */
export interface AuditedBundle {
  readonly bytes: Buffer;
  /** its time and size as the mirror lists them, where it lists them exactly */
  readonly listedAs: string | undefined;
}

export type Finding =
  | { readonly verdict: "verified"; readonly signature: SignatureFacts }
  | {
      readonly verdict: "refused";
      readonly failure: FindingFailure;
      /** what the refused bundle says of itself, where it can be read at all: believe none of it */
      readonly claimed: SignatureClaim | undefined;
    }
  | {
      readonly verdict: "unsigned" | "missing" | "unreachable";
      readonly failure: FindingFailure;
    };

/** Why a file is not verified. */
export interface FindingFailure {
  /** one of pyverify's failure codes */
  readonly code: string;
  readonly message: string;
  readonly because: string | undefined;
}

/** The facts that a verification has established. */
export interface SignatureFacts {
  /** SHA-256 of the file that was signed, in lower-case hex */
  readonly sha256: string;
  readonly identity: string;
  readonly issuer: string;
  /** the release manager whose identity it is */
  readonly releaseManager: string | undefined;
  readonly certificateSerial: string;
  /** RFC 3339, in UTC */
  readonly signedAt: string;
  readonly transparencyLog: readonly {
    readonly logIndex: number;
    readonly url: string | undefined;
  }[];
  readonly bundle: { readonly sha256: string; readonly mediaType: string };
}

/** The same as a bundle says it of itself, unverified; what it does not say is undefined. */
export interface SignatureClaim {
  readonly sha256: string | undefined;
  readonly identity: string | undefined;
  readonly issuer: string | undefined;
  readonly releaseManager: string | undefined;
  readonly certificateSerial: string | undefined;
  readonly signedAt: string | undefined;
  readonly transparencyLog: readonly {
    readonly logIndex: number;
    readonly url: string | undefined;
  }[];
  readonly bundle: { readonly sha256: string; readonly mediaType: string };
}
