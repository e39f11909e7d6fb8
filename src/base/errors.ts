import { withoutPasswords } from "./redact-url.ts";

/**
 * Everything that can go wrong, as a closed set.
 *
 * A kind says what the reader should do next and gives the exit code; a code is a stable word
 * within its kind. Both are an interface: only added, never renamed or renumbered.
 */
export type FailureKind =
  | "bug"
  | "usage"
  | "release"
  | "network"
  | "trusted-root"
  | "verification"
  | "archive"
  | "filesystem";

/** The exit code of each kind. BuildKit prints `exit code: 6`, so the number alone must tell. */
export const exitCodes = {
  /** report it */
  bug: 1,
  /** fix the command line */
  usage: 2,
  /** no such release, or never signed with Sigstore: pick another */
  release: 3,
  /** retry */
  network: 4,
  /** retry, or update pyverify */
  "trusted-root": 5,
  /** stop and investigate; never retry */
  verification: 6,
  /** signed, yet not a tarball to unpack: report it */
  archive: 7,
  /** fix path or permissions */
  filesystem: 8,
} as const satisfies Record<FailureKind, number>;

/** The stable words within each kind. */
export const failureCodes = {
  bug: ["unexpected"],
  usage: [
    "unknown-command",
    "unknown-flag",
    "unknown-variable",
    "variable-not-honoured",
    "missing-value",
    "invalid-value",
    "invalid-version",
    "missing-argument",
    "surplus-argument",
    "conflicting-flags",
    "lock-malformed",
    "not-locked",
    "signer-not-accepted",
    "override-refused",
    "format-unavailable",
  ],
  release: [
    "unknown-series",
    "not-signed",
    "release-not-found",
    "tarball-not-found",
    "bundle-not-found",
  ],
  network: [
    "unreachable",
    "certificate-untrusted",
    "proxy-refused",
    "timed-out",
    "http-status",
    "redirect-refused",
    "unexpected-answer",
    "length-mismatch",
    "tarball-too-large",
    "answer-too-large",
    "look-up-too-large",
  ],
  "trusted-root": [
    "tuf-unreachable",
    "tuf-expired",
    "tuf-rolled-back",
    "tuf-rejected",
    "trusted-root-unreadable",
    "trusted-root-malformed",
  ],
  verification: [
    "bundle-malformed",
    "detached-malformed",
    "log-entry-not-found",
    "bundle-not-a-message-signature",
    "media-type-unknown",
    "certificate-count",
    "certificate-malformed",
    "no-checkpoint",
    "no-signed-entry-timestamp",
    "digest-mismatch",
    "pin-mismatch",
    "lock-mismatch",
    "signature-invalid",
    "certificate-expired-at-signing",
    "certificate-purpose",
    "ca-unknown",
    "sct-invalid",
    "log-unknown",
    "transparency-log-invalid",
    "timestamp-invalid",
    "identity-mismatch",
    "issuer-mismatch",
    "signed-out-of-time",
    "file-withdrawn",
    "certificate-revoked",
    "release-mismatch",
    "unverifiable",
    "checkout-modified",
    "tag-mismatch",
  ],
  archive: [
    "compression-invalid",
    "archive-malformed",
    "entry-outside-tree",
    "entry-unsupported",
    "entry-name-invalid",
    "entry-duplicate",
    "limit-exceeded",
    "decoder-crashed",
  ],
  filesystem: [
    "destination-not-empty",
    "not-writable",
    "not-readable",
    "file-too-large",
    "out-of-space",
    "name-too-long",
    "input-output",
    "machine-limit",
    "metadata-refused",
    "folder-unsafe",
    "decoder-not-started",
  ],
} as const satisfies Record<FailureKind, readonly string[]>;

/** The codes of one kind. */
export type FailureCode<K extends FailureKind = FailureKind> = (typeof failureCodes)[K][number];

/** The lines after the first one of a failure. */
export interface FailureDetails {
  /** why it is so: the `because:` line */
  readonly because?: string;
  /** what to do: the `hint:` line */
  readonly hint?: string;
  /** what `--json` adds to these, for a program to read */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** what was thrown below, shown with `--verbose` */
  readonly cause?: unknown;
}

/**
 * The one error of pyverify. Messages are lower case, name the thing, and do not end in a full
 * stop.
 */
export class PyverifyError<K extends FailureKind = FailureKind> extends Error {
  readonly kind: K;
  readonly code: FailureCode<K>;
  readonly because: string | undefined;
  readonly hint: string | undefined;
  readonly facts: FailureDetails["facts"];

  constructor(kind: K, code: FailureCode<K>, message: string, details: FailureDetails = {}) {
    const options = details.cause === undefined ? undefined : { cause: details.cause };
    super(withoutPasswords(message), options);
    this.name = "PyverifyError";
    this.kind = kind;
    this.code = code;
    this.because = details.because === undefined ? undefined : withoutPasswords(details.because);
    this.hint = details.hint;
    this.facts = details.facts;
  }

  /** The exit code of this failure's kind. */
  get exitCode(): number {
    return exitCodes[this.kind];
  }
}
