/*
 * Words for a person are not mutated: a text with a space in it. Tests ask for a failure's code, and
 * that it has a message, a reason and a hint; whether these say the right thing, a reader decides.
 */

/** @param {string} text */
const isWords = (text) => /\S \S|^ \S|\S $/.test(text);

/** @param {{ type: string, value?: unknown, quasis?: { value: { raw: string } }[] }} node */
const areWords = ({ type, value, quasis = [] }) =>
  (type === "StringLiteral" && typeof value === "string" && isWords(value)) ||
  (type === "TemplateLiteral" && quasis.some((quasi) => isWords(quasi.value.raw)));

export const strykerPlugins = [
  {
    kind: "Ignore",
    name: "words",
    value: {
      /** @param {{ node: Parameters<typeof areWords>[0] }} path */
      shouldIgnore: ({ node }) => (areWords(node) ? "words for a person" : undefined),
    },
  },
];
