import { PyverifyError } from "../base/errors.ts";
import type { SigningPeriod } from "./signing-period.ts";

/**
 * A signer: the subject alternative name of the signing certificate and the OIDC issuer that
 * vouched for it. Always both, never empty: sigstore's own policies accept anybody when either is
 * left out, and an empty string means "anybody" there as well.
 */
export class CertificateIdentity {
  // Private fields make the type nominal: an object that only looks like one does not compile.
  readonly #subject: string;
  readonly #issuer: string;
  readonly #period: SigningPeriod | undefined;

  private constructor(subject: string, issuer: string, period?: SigningPeriod) {
    this.#subject = subject;
    this.#issuer = issuer;
    this.#period = period;
  }

  get subject(): string {
    return this.#subject;
  }

  get issuer(): string {
    return this.#issuer;
  }

  /** outside which a signature does not count; undefined where nobody has said when they sign */
  get period(): SigningPeriod | undefined {
    return this.#period;
  }

  /** The same identity, for signatures of a period alone. */
  during(period: SigningPeriod): CertificateIdentity {
    return new CertificateIdentity(this.#subject, this.#issuer, period);
  }

  /** Whether it is the same subject and issuer, whatever the period. */
  isSameAs(other: CertificateIdentity): boolean {
    return this.#subject === other.#subject && this.#issuer === other.#issuer;
  }

  /**
   * @param subject the e-mail address or URI in the certificate, exact
   * @param issuer the OIDC issuer's URL, exact
   * @throws {PyverifyError} usage/invalid-value if either is empty or has white space
   */
  static of(subject: string, issuer: string): CertificateIdentity {
    for (const [name, value] of [
      ["certificate identity", subject],
      ["OIDC issuer", issuer],
    ] as const) {
      if (!/^[\x21-\x7e]+$/.test(value)) {
        throw new PyverifyError("usage", "invalid-value", `the ${name} "${value}" cannot be used`, {
          because: "it is compared exactly, so it has to be a whole address without white space",
          hint: "give both, for example hugo@python.org and https://github.com/login/oauth",
        });
      }
    }
    return new CertificateIdentity(subject, issuer);
  }
}
