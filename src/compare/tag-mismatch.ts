import { PyverifyError } from "../base/errors.ts";
import type { Difference, TagComparison } from "./compare.ts";

/** As many as fit on a screen; `--json` has them all. */
const shownAtMost = 10;

/** The commit that a tree was found to be made of; files alone, where it is not known. */
export interface ComparedTag {
  /** git's names for the commit and its topmost folder */
  readonly commit: string | undefined;
  readonly tree: string | undefined;
}

/**
 * Refuses a tarball that differs from its tag.
 *
 * @param name of the tarball
 * @returns the tag that it is made of
 * @throws {PyverifyError} verification/tag-mismatch
 */
export function requireSame(name: string, { differences, commit }: TagComparison): ComparedTag {
  if (differences.length === 0) return { commit: commit?.id, tree: commit?.tree };
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
