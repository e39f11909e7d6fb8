import * as v from "valibot";

/**
 * A fault of a document, in a reader's words instead of the schema's: `release.0.version is
 * missing`. Names and values from the document are cut short: they are whatever somebody wrote.
 */
export function issueInWords(issue: v.BaseIssue<unknown>): string {
  const place = cut(v.getDotPath(issue) ?? "the whole");
  const [, what, expected, received] =
    /^Invalid (\w+): Expected (.+) but received (.+)$/s.exec(issue.message) ?? [];
  if (expected === undefined || received === undefined) return `${place}: ${issue.message}`;
  if (expected === "never") return `${place} is not known here`;
  if (received === "undefined") return `${place} is missing`;
  const allowed = expected.replace("<=", "at most ").replace(">=", "at least ");
  if (what === "length") return `${place} has a length of ${received}, and not ${allowed}`;
  return `${place} is ${cut(received)}, and not ${allowed}`;
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
