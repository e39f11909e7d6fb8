import { PyverifyError } from "../base/errors.ts";
import type { CertificateIdentity } from "./certificate-identity.ts";
import { findSignedSeries, signedSeries } from "./release-managers.ts";
import type { Series } from "./version.ts";

/**
 * A signer whom somebody has named besides the table of release managers.
 *
 * What may be written by others than whoever runs pyverify, a lockfile or an environment that came
 * with an image, may only narrow the table: it could name anybody, and what they sign would be
 * "verified". Only a command line accepts another signer instead.
 */
export interface SignerChoice {
  readonly identity: CertificateIdentity;
  readonly reach:
    /** one of the release managers, and no other of them */
    | "narrow"
    /** whoever it is, in place of the release managers */
    | "override";
  /** who names them, for errors: `--certificate-identity`, `the lockfile pyverify.lock` */
  readonly by: string;
}

/** Whom a choice accepts. */
export interface ChosenSigner {
  /** with the time in which they sign, if they are in the table */
  readonly identity: CertificateIdentity;
  /** whether they are accepted in place of the release managers */
  readonly isOverride: boolean;
}

/**
 * The signer that a choice accepts for a series.
 *
 * @throws {PyverifyError} usage/signer-not-accepted if the choice may only narrow the table, and the
 *   signer is not in it
 */
export function chooseSigner(choice: SignerChoice, series: Series): ChosenSigner {
  const managers = findSignedSeries(series)?.releaseManagers ?? [];
  const known = managers.find(({ identity }) => identity.isSameAs(choice.identity))?.identity;
  if (known !== undefined) return { identity: known, isOverride: false };
  if (choice.reach === "override") return { identity: choice.identity, isOverride: true };
  const [first] = managers;
  throw notAccepted(
    choice,
    first === undefined
      ? `this pyverify knows no release manager of CPython ${series}, and nobody else may be named there`
      : `CPython ${series} is signed by ${first.identity.subject} (${first.identity.issuer}), and nobody else may be named there`,
  );
}

/**
 * The signer that a choice accepts where nothing says which series it is.
 *
 * @throws {PyverifyError} usage/signer-not-accepted if the choice may only narrow the table
 */
export function chooseSignerOfAny(choice: SignerChoice): ChosenSigner {
  if (choice.reach === "narrow") {
    throw notAccepted(
      choice,
      "no release is named, so that nothing says who would have to sign it",
    );
  }
  const periods = signedSeries
    .flatMap(({ releaseManagers }) => releaseManagers)
    .filter(({ identity }) => identity.isSameAs(choice.identity))
    .flatMap(({ identity: { period } }) => period ?? []);
  const [first] = periods;
  const last = periods.at(-1);
  if (first === undefined || last === undefined) {
    return { identity: choice.identity, isOverride: true };
  }
  // The table is in the order of the series, and so of the time in which they are signed.
  const identity = choice.identity.during({ from: first.from, until: last.until });
  return { identity, isOverride: false };
}

function notAccepted({ identity, by }: SignerChoice, because: string): PyverifyError {
  return new PyverifyError(
    "usage",
    "signer-not-accepted",
    `${by} names ${identity.subject} (${identity.issuer}) as the signer`,
    {
      because,
      hint: "find out who wrote that; if it is meant, give --certificate-identity and --certificate-oidc-issuer on the command line, without --strict",
    },
  );
}
