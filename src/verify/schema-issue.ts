import * as v from "valibot";

/**
 * What is wrong with a document, in a reader's words instead of the schema's: `release.0.version is
 * missing`.
 */
export function issueInWords(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? "the whole";
  const [, expected, received] =
    /^Invalid \w+: Expected (.+) but received (.+)$/s.exec(issue.message) ?? [];
  if (expected === undefined) return `${place}: ${issue.message}`;
  if (expected === "never") return `${place} is not known here`;
  if (received === "undefined") return `${place} is missing`;
  return `${place} is ${received}, and not ${expected}`;
}
