import type { AttributeState } from "./attributes.ts";

/** The attributes of one file. */
export type States = ReadonlyMap<string, AttributeState>;

/**
 * A file's content as `git archive` writes it: with the ends of lines that its attributes ask for.
 *
 * @param blob as the commit holds it
 * @see https://git-scm.com/docs/gitattributes#_text
 */
export function archiveForm(blob: Buffer, states: States): Buffer {
  if (!hasCarriageReturns(states)) return blob;
  if (states.get("text") === "auto" && looksBinary(blob)) return blob;
  return withCarriageReturns(blob);
}

/** Whether a file's attributes ask for lines that end in carriage return and line feed. */
export function hasCarriageReturns(states: States): boolean {
  return states.get("eol") === "crlf" && states.get("text") !== false;
}

/** Attributes by which git rewrites a file in ways that are not followed here. */
export function rewritesContent(states: States): string | undefined {
  return ["export-subst", "ident", "filter", "working-tree-encoding"].find((name) => {
    const state = states.get(name);
    return state !== undefined && state !== false;
  });
}

/** As git guesses it for `text=auto`: a NUL, or a carriage return that ends no line. */
function looksBinary(content: Buffer): boolean {
  return content.includes(0) || content.includes("\r");
}

/** A text for Windows as a commit holds it. */
export function withoutCarriageReturns(content: Buffer): Buffer {
  return Buffer.from(content.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}

function withCarriageReturns(content: Buffer): Buffer {
  return Buffer.from(content.toString("latin1").replaceAll(/(?<!\r)\n/g, "\r\n"), "latin1");
}
