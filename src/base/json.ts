/**
 * JSON as every file and every `--json` of pyverify has it: indented, with a line feed at the end.
 * What a terminal would act on is escaped, as JSON allows for any character: DEL and the C1 controls,
 * marks that reverse the direction of a text, separators of lines.
 */
export function formatJson(document: unknown): string {
  const text = JSON.stringify(document, null, 2);
  return `${text.replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escape)}\n`;
}

/** By UTF-16 units, as JSON has it: some of these characters have two. */
function escape(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
}
