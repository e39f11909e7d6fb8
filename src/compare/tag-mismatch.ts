import { PyverifyError } from "../base/errors.ts";
import type { Difference, TagComparison } from "./compare.ts";

/** As many as fit on a screen; `--json` has them all. */
const shownAtMost = 10;

/**
 * Refuses a tarball that differs from its tag.
 *
 * @param name of the tarball
 * @throws {PyverifyError} verification/tag-mismatch
 */
export function requireSame(name: string, { differences, commit }: TagComparison): void {
  if (differences.length === 0) return;
  const tag = commit === undefined ? "its tag" : `commit ${commit.id}`;
  const more = differences.length - shownAtMost;
  throw new PyverifyError("verification", "tag-mismatch", `${name} is not made of ${tag}`, {
    because: [
      ...differences.slice(0, shownAtMost).map(differenceInWords),
      ...(more > 0 ? [`and ${more} more, which --json names`] : []),
    ].join("; "),
    hint: "do not use this tarball: it holds what no commit does, or the checkout is another tag's",
    facts: { differences },
  });
}

/** `changed: aclocal.m4` */
export function differenceInWords({ path, type, detail }: Difference): string {
  const words = {
    added: "added",
    missing: "missing",
    changed: "changed",
    mode: "of another mode",
    kind: "of another kind",
  };
  return `${words[type]}: ${path}${detail === undefined ? "" : ` (${detail})`}`;
}
