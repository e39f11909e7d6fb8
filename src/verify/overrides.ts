import type { StageContext } from "../base/progress.ts";
import { redactUrl } from "../base/redact-url.ts";
import { pythonOrg } from "../release/release.ts";
import type { CertificateIdentity } from "../release/certificate-identity.ts";
import type { Series } from "../release/version.ts";
import type { TrustedRootFacts } from "../trust/trusted-root.ts";
import type { Verification } from "./verification.ts";

/** Something that was accepted in the place of what is built in, by a choice of the user's. */
export interface Override {
  readonly what: "signer" | "trusted-root" | "mirror";
  /** what was accepted, in words */
  readonly value: string;
}

/** What a verification depends on besides its proofs. */
interface Choices {
  readonly isSignerOverridden: boolean;
  /** a folder URL; undefined where nothing was downloaded */
  readonly mirror?: string;
}

/**
 * Everything that was accepted in the place of what is built in. Whoever shows a verification shows
 * these with it: with another signer or trusted root, "verified" means what somebody else wants.
 */
export function overridesOf(
  { isSignerOverridden, mirror = pythonOrg }: Choices,
  { signer, trustedRoot }: Pick<Verification, "signer" | "trustedRoot">,
): Override[] {
  const overrides: Override[] = [];
  if (isSignerOverridden) {
    overrides.push({ what: "signer", value: `${signer.subject} (${signer.issuer})` });
  }
  if (isOwnTrustedRoot(trustedRoot)) {
    overrides.push({ what: "trusted-root", value: trustedRootInWords(trustedRoot) });
  }
  if (mirror !== pythonOrg) overrides.push({ what: "mirror", value: redactUrl(mirror) });
  return overrides;
}

/** The trusted root in a few words: where it is from, and whatever is unusual about that. */
export function trustedRootInWords(facts: TrustedRootFacts): string {
  const { origin, sha256, tufMirror, tufRootSha256, tufUnreachable } = facts;
  if (origin === "file") return `file, sha256:${sha256}`;
  if (tufUnreachable === true) return `${origin}, since TUF could not be reached`;
  return [
    origin,
    ...(tufMirror === undefined ? [] : [`from ${tufMirror}`]),
    ...(tufRootSha256 === undefined ? [] : [`starting at sha256:${tufRootSha256}`]),
  ].join(", ");
}

function isOwnTrustedRoot({ origin, tufMirror, tufRootSha256 }: TrustedRootFacts): boolean {
  return origin === "file" || (tufMirror ?? tufRootSha256) !== undefined;
}

/**
 * Warns that somebody else is accepted than those who sign a release.
 *
 * @param series undefined where no release is named
 */
export function warnOfOtherSigner(
  { subject, issuer }: CertificateIdentity,
  series: Series | undefined,
  { observe }: StageContext,
): void {
  const whom = series === undefined ? "any release manager" : `CPython ${series}'s release manager`;
  observe({
    type: "warning",
    message: `${subject} (${issuer}) is accepted as the signer, in place of ${whom}`,
  });
}
