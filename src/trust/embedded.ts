import seeds from "@sigstore/tuf/seeds.json" with { type: "json" };
import type { StageContext } from "../base/progress.ts";
import { parseTrustedRoot, type TrustedRoot, type TrustedRootFacts } from "./trusted-root.ts";

/**
 * The release of `@sigstore/tuf` that the embedded root comes from. A test fails when it is no
 * longer the installed one, so that the date cannot be forgotten in an update.
 */
export const embeddedSource = {
  package: "@sigstore/tuf@5.0.1",
  publishedAt: new Date("2026-11-05T00:19:12Z"),
} as const;

/**
 * After how many days the embedded root is called old. Sigstore's key holders re-sign their TUF
 * root with a lifetime of about six months (https://github.com/sigstore/root-signing): past that
 * they themselves no longer vouch for what it lists, and new log shards will be missing from it.
 */
export const embeddedRootMaximumAgeDays = 180;

const seed = seeds["https://tuf-repo-cdn.sigstore.dev"];

/**
 * The trusted root built into this pyverify: needs neither network nor disk. Tells its age, and
 * warns when it is old.
 *
 * @param now the current time, for the age alone; it decides nothing
 * @param more facts about why it was taken
 */
export function embeddedTrustedRoot(
  context: StageContext,
  now: Date = new Date(),
  more: Pick<TrustedRootFacts, "tufUnreachable"> = {},
): TrustedRoot {
  const days = embeddedRootAgeDays(now);
  const age = `the embedded trusted root is ${days} days old`;
  context.observe(
    days > embeddedRootMaximumAgeDays
      ? { type: "warning", message: `${age}: update pyverify, or use --trusted-root tuf` }
      : { type: "detail", message: age },
  );
  return parseTrustedRoot(
    Buffer.from(seed.targets["trusted_root.json"], "base64"),
    "embedded",
    more,
  );
}

/** How many days old the embedded root is. */
export function embeddedRootAgeDays(now: Date): number {
  return Math.floor((now.getTime() - embeddedSource.publishedAt.getTime()) / 86_400_000);
}

/** The TUF root that a refresh starts from. */
export function embeddedTufRoot(): Buffer {
  return Buffer.from(seed["root.json"], "base64");
}
