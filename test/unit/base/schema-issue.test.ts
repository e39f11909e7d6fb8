import * as v from "valibot";
import { expect, it } from "vitest";
import { issueInWords } from "../../../src/base/schema-issue.ts";

const schema = v.strictObject({
  list: v.optional(v.pipe(v.array(v.number()), v.minLength(1), v.maxLength(2)), [0]),
  kind: v.optional(v.picklist(["one", "other"]), "one"),
  even: v.optional(
    v.pipe(
      v.number(),
      v.check((number) => number % 2 === 0, "not even"),
    ),
    0,
  ),
  needed: v.null(),
});

function wordsFor(document: unknown): string | undefined {
  const { issues } = v.safeParse(schema, document, { abortEarly: true });
  return issues === undefined ? undefined : issueInWords(issues[0]);
}

it.each([
  [{ needed: null }, undefined],
  [{}, "needed is missing"],
  [{ needed: 1 }, "needed is 1, and not null"],
  [{ needed: null, list: [] }, "list has a length of 0, and not at least 1"],
  [{ needed: null, list: [1, 2, 3] }, "list has a length of 3, and not at most 2"],
  [{ needed: null, list: [1, "2"] }, 'list.1 is "2", and not number'],
  [{ needed: null, kind: "none" }, 'kind is "none", and not ("one" | "other")'],
  [{ needed: null, even: 3 }, "even: not even"],
  [{ needed: null, more: 1 }, "more is not known here"],
  [null, "the whole is null, and not Object"],
])("what is wrong with %j is said in words: %s", (document, words) => {
  expect(wordsFor(document)).toBe(words);
});

it("what stands in the document is cut short, name and value alike", () => {
  const long = "x".repeat(100_000);
  expect(wordsFor({ needed: long })).toMatch(/^needed is "x{199}\.\.\., and not null$/);
  expect(wordsFor({ needed: null, [long]: 1 })).toMatch(/^x{200}\.\.\. is not known here$/);
  const shown = "x".repeat(198);
  expect(wordsFor({ needed: shown })).toBe(`needed is "${shown}", and not null`);
});
