import seeds from "@sigstore/tuf/seeds.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import { PyverifyError } from "../../../src/base/errors.ts";
import type { ProgressEvent } from "../../../src/base/progress.ts";
import { embeddedRootMaximumAgeDays, embeddedSource } from "../../../src/trust/embedded.ts";
import { warnIfOlderThanEmbedded } from "../../../src/trust/older-than-embedded.ts";
import { embeddedInstead } from "../../../src/trust/trust.ts";
import { parseTrustedRoot } from "../../../src/trust/trusted-root.ts";

function listening() {
  const warnings: string[] = [];
  const observe = (event: ProgressEvent): void => {
    if (event.type === "warning") warnings.push(event.message);
  };
  return { warnings, context: { observe, signal: new AbortController().signal } };
}

function daysAfterRelease(days: number): Date {
  return new Date(embeddedSource.publishedAt.getTime() + days * 86_400_000);
}

const unreachable = new PyverifyError(
  "trusted-root",
  "tuf-unreachable",
  "the TUF repository https://tuf.example cannot be reached",
  { because: "it answers with status 503", hint: "retry" },
);

describe("the embedded root in place of TUF", () => {
  it("serves where TUF is unreachable, says so, and is told apart from one that was chosen", () => {
    const { warnings, context } = listening();
    const root = embeddedInstead(unreachable, context, daysAfterRelease(3));
    expect(root.facts).toMatchObject({ origin: "embedded", tufUnreachable: true });
    expect(warnings).toEqual([
      "the embedded trusted root, 3 days old, serves instead: " +
        "the TUF repository https://tuf.example cannot be reached: it answers with status 503",
    ]);
  });

  it("serves up to its last day, and not after it", () => {
    const { context } = listening();
    const last = daysAfterRelease(embeddedRootMaximumAgeDays);
    expect(embeddedInstead(unreachable, context, last).origin).toBe("embedded");
    const after = daysAfterRelease(embeddedRootMaximumAgeDays + 1);
    expect(() => embeddedInstead(unreachable, context, after)).toThrow(
      expect.objectContaining({
        code: "tuf-unreachable",
        because: expect.stringContaining("181 days old, more than the 180"),
      }),
    );
  });

  it.each(["tuf-expired", "tuf-rolled-back", "tuf-rejected"] as const)(
    "does not serve where TUF's metadata came and was refused: %s",
    (code) => {
      const refused = new PyverifyError("trusted-root", code, "refused");
      expect(() => embeddedInstead(refused, listening().context)).toThrow(refused);
    },
  );

  it("does not serve where something else went wrong", () => {
    const bug = new TypeError("x is not a function");
    expect(() => embeddedInstead(bug, listening().context)).toThrow(bug);
  });
});

describe("a trusted root over TUF", () => {
  const seed = seeds["https://tuf-repo-cdn.sigstore.dev"].targets["trusted_root.json"];
  const text = Buffer.from(seed, "base64").toString("utf8");

  it("that is older than the embedded one is warned of", () => {
    const document: Record<string, { validFor?: { start: string } }[]> = JSON.parse(text);
    const old = JSON.stringify(document).replaceAll(/"start":"20(2[2-9])/g, '"start":"2021');
    expect(old).not.toBe(JSON.stringify(document));
    const { warnings, context } = listening();
    warnIfOlderThanEmbedded(parseTrustedRoot(Buffer.from(old), "tuf"), context);
    expect(warnings).toEqual([
      expect.stringMatching(/older than the one that is built in: its newest key is of 2021-/),
    ]);
  });

  it.each([
    ["the same", text],
    ["the same in other words", JSON.stringify(JSON.parse(text))],
  ])("that is %s is not", (_what, same) => {
    const { warnings, context } = listening();
    warnIfOlderThanEmbedded(parseTrustedRoot(Buffer.from(same), "tuf"), context);
    expect(warnings).toEqual([]);
  });
});
