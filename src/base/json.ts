/** JSON as every file and every `--json` of pyverify has it: indented, with a line feed at the end. */
export function formatJson(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
