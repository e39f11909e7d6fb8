import { pyverifyVersion } from "../../base/pyverify-version.ts";
import { inOneSentence } from "./in-words.ts";
import type { CheckedPin, PinCheck } from "../pin-check.ts";

const home = "https://github.com/pyverify/pyverify";

const rules = [
  {
    id: "wrong-pin",
    name: "WrongPin",
    shortDescription: { text: "A digest that was not signed for the file that it stands for" },
    fullDescription: {
      text: "The release manager signed another digest for this file of CPython. Whoever builds from it either fails or gets something that nobody vouches for.",
    },
    helpUri: `${home}/blob/main/docs/check.md`,
    defaultConfiguration: { level: "error" },
    properties: { tags: ["security", "supply-chain"], "security-severity": "9.0" },
  },
  {
    id: "unknown-pin",
    name: "UnknownPin",
    shortDescription: { text: "A digest of which it is not known whether it was signed" },
    fullDescription: {
      text: "It looks like the digest of a file of CPython, and could not be held against a signature.",
    },
    helpUri: `${home}/blob/main/docs/check.md`,
    defaultConfiguration: { level: "warning" },
    properties: { tags: ["security", "supply-chain"], "security-severity": "4.0" },
  },
  {
    id: "pin-on-word",
    name: "PinOnWord",
    shortDescription: { text: "A digest that is taken on a feed's word" },
    fullDescription: {
      text: "A feed says that it was signed. The feed has no bundle of it, so that nothing was verified here.",
    },
    helpUri: `${home}/blob/main/docs/check.md#sources`,
    defaultConfiguration: { level: "note" },
    properties: { tags: ["security", "supply-chain"], "security-severity": "1.0" },
  },
] as const;

const ruleOf = { wrong: 0, unknown: 1, "taken-on-word": 2 } as const;

/**
 * Writes what a check has found as SARIF, which code scanning of GitHub and others reads. Pins that are
 * verified are no results; those that are taken on a feed's word are notes.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifLog({ pins, unread }: PinCheck): object {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "pyverify",
            version: pyverifyVersion,
            semanticVersion: pyverifyVersion,
            informationUri: home,
            rules,
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: unread.map(({ file, failure }) => ({
              level: "warning",
              message: { text: failure.message },
              locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }],
            })),
          },
        ],
        columnKind: "utf16CodeUnits",
        results: pins.flatMap(result),
      },
    ],
  };
}

function result(pin: CheckedPin): object[] {
  const { file, line, column, written, judgement } = pin;
  if (judgement.verdict === "verified") return [];
  const ruleIndex = ruleOf[judgement.verdict];
  return [
    {
      ruleId: rules[ruleIndex].id,
      ruleIndex,
      level: rules[ruleIndex].defaultConfiguration.level,
      message: { text: inOneSentence(pin) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(file) },
            region: { startLine: line, startColumn: column, endColumn: column + written.length },
          },
        },
      ],
      partialFingerprints: { "pinnedDigest/v1": written.slice(0, 80) },
    },
  ];
}

/** A relative path as a relative reference, whose parts may hold any character. */
function uriOf(path: string): string {
  const parts = path.replace(/^\.\//, "").split("/").map(encodeURIComponent);
  return path.startsWith("/") ? `file://${parts.join("/")}` : parts.join("/");
}
