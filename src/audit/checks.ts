import type { FailureCode } from "../base/errors.ts";

/** The checks of one bundle, in the order in which a report lists them, in plain words. */
export const checkNames = {
  bundle: "the bundle has all that a bundle of CPython has, and nothing besides",
  time: "a log or timestamp authority proves when it was signed",
  certificate: "a known authority issued the certificate, valid at that time",
  "certificate-transparency": "a known log promised to publish the certificate",
  "transparency-log": "the transparency log holds the signature: entry, proof, checkpoint",
  signature: "the certificate's key signed this digest",
  signer: "identity and issuer are exactly the release manager's, in the time in which they sign",
  standing: "neither the file nor the certificate was withdrawn",
  digest: "the file's own SHA-256 is the signed one",
  distinct: "no other file of the audit has the same digest",
} as const;

export type CheckName = keyof typeof checkNames;

export type CheckOutcome =
  | "passed"
  | "failed"
  /** another check failed, and nothing is known about this one */
  | "undecided"
  /** needs the file, which only a full audit downloads */
  | "not-done";

export interface Check {
  readonly check: CheckName;
  readonly outcome: CheckOutcome;
}

const order = Object.keys(checkNames).filter(isCheckName);

/**
 * The check that each code is the failure of. Any other code decides nothing beyond the refusal.
 */
const failedBy: Partial<Record<FailureCode, CheckName>> = {
  "bundle-malformed": "bundle",
  "bundle-not-a-message-signature": "bundle",
  "media-type-unknown": "bundle",
  "certificate-count": "bundle",
  "certificate-malformed": "bundle",
  "no-checkpoint": "bundle",
  "no-signed-entry-timestamp": "bundle",
  "digest-mismatch": "digest",
  "timestamp-invalid": "time",
  "ca-unknown": "certificate",
  "certificate-expired-at-signing": "certificate",
  "sct-invalid": "certificate-transparency",
  "log-unknown": "transparency-log",
  "transparency-log-invalid": "transparency-log",
  "signature-invalid": "signature",
  "identity-mismatch": "signer",
  "issuer-mismatch": "signer",
  "signed-out-of-time": "signer",
  "file-withdrawn": "standing",
  "certificate-revoked": "standing",
  "release-mismatch": "distinct",
};

/**
 * The checks that have surely passed by the time that one fails. The time is only proven once the
 * log is, and the certificate only at a proven time: up to the signature, little is certain. The
 * file is held against the digest in its bundle when all of the bundle is verified.
 */
const passedBefore: Record<CheckName, readonly CheckName[]> = {
  bundle: [],
  time: ["bundle"],
  certificate: ["bundle"],
  "certificate-transparency": ["bundle"],
  "transparency-log": ["bundle"],
  signature: upTo("signature"),
  signer: upTo("signer"),
  standing: upTo("standing"),
  digest: upTo("digest"),
  distinct: upTo("distinct"),
};

/** The outcomes of a bundle that passed them all. */
export function checksPassed(hasTarball: boolean): Check[] {
  return order.map((check) => outcome(check, "passed", hasTarball));
}

/** The outcomes of a refusal: what failed, what had passed, and what nobody knows. */
export function checksOfRefusal(code: FailureCode, hasTarball: boolean): Check[] {
  const failed = failedBy[code];
  const passed = failed === undefined ? [] : passedBefore[failed];
  return order.map((check) =>
    outcome(
      check,
      check === failed ? "failed" : passed.includes(check) ? "passed" : "undecided",
      hasTarball,
    ),
  );
}

function outcome(check: CheckName, found: CheckOutcome, hasTarball: boolean): Check {
  return { check, outcome: check === "digest" && !hasTarball ? "not-done" : found };
}

function upTo(name: CheckName): CheckName[] {
  return order.slice(0, order.indexOf(name));
}

function isCheckName(name: string): name is CheckName {
  return Object.hasOwn(checkNames, name);
}
