import { describe, expect, it } from "vitest";
import { isSignedByItsLog } from "../../../src/verify/bundle/checkpoint.ts";

const root = "Zm9vYmFy";
const own = "\u2014 log.example Zm9v\n";
const witness = "\u2014 witness.example YmFy\n";

describe("a checkpoint is signed by its log", () => {
  it.each([
    ["with the log's signature alone", `log.example\n7\n${root}\n\n${own}`],
    ["with a tree's ID behind the name", `log.example - 42\n7\n${root}\n\n${own}`],
    ["with lines of the log's own", `log.example\n7\n${root}\nTimestamp: 1\nmore\n\n${own}`],
    ["with witnesses after it", `log.example\n7\n${root}\n\n${own}${witness}`],
    ["with witnesses before it", `log.example\n7\n${root}\n\n${witness}${own}`],
  ])("%s", (_what, text) => {
    expect(isSignedByItsLog(text)).toBe(true);
  });

  it.each([
    ["if it is empty", ""],
    ["if nobody signed", `log.example\n7\n${root}\n\n`],
    ["if a witness alone signed", `log.example\n7\n${root}\n\n${witness}`],
    ["if a part of the name signed", `log.example\n7\n${root}\n\n\u2014 example Zm9v\n`],
    ["if more than the name signed", `log\n7\n${root}\n\n${own}`],
    ["if something stands before it", `note\nlog.example\n7\n${root}\n\n${own}`],
    ["if an empty line stands before it", `\nlog.example\n7\n${root}\n\n${own}`],
    ["if something stands behind it", `log.example\n7\n${root}\n\n${own}note\n`],
    ["if an empty line stands behind it", `log.example\n7\n${root}\n\n${own}\n`],
    ["if its last line does not end", `log.example\n7\n${root}\n\n${own.trimEnd()}`],
    ["if its size is no number", `log.example\n7x\n${root}\n\n${own}`],
    ["if it has no root", `log.example\n7\n\n${own}`],
    ["if no empty line divides it", `log.example\n7\n${root}\n${own}`],
    ["if a second empty line divides it", `log.example\n7\n${root}\n\n\n${own}`],
    ["if its dash is another", `log.example\n7\n${root}\n\n- log.example Zm9v\n`],
    [
      "if its base64 is spelled in another way",
      `log.example\n7\n${root}\n\n\u2014 log.example Zm8\n`,
    ],
    [
      "if a witness' base64 is spelled in another way",
      `log.example\n7\n${root}\n\n${own}\u2014 witness.example YmE\n`,
    ],
  ])("not %s", (_what, text) => {
    expect(isSignedByItsLog(text)).toBe(false);
  });
});
