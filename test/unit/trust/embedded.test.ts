import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import type { ProgressEvent } from "../../../src/base/progress.ts";
import {
  embeddedRootMaximumAgeDays,
  embeddedSource,
  embeddedTrustedRoot,
} from "../../../src/trust/embedded.ts";

const require = createRequire(import.meta.url);

describe("the embedded trusted root", () => {
  it("is that of the installed @sigstore/tuf, whose date is the one stated", () => {
    const { name, version } = require("@sigstore/tuf/package.json") as {
      name: string;
      version: string;
    };
    // When this fails, look the new release's date up with `npm view @sigstore/tuf time`.
    expect(embeddedSource.package).toBe(`${name}@${version}`);
    const seeds = require("@sigstore/tuf/seeds.json") as Record<
      string,
      { targets: Record<string, string> }
    >;
    const root = seeds["https://tuf-repo-cdn.sigstore.dev"]?.targets["trusted_root.json"] ?? "";
    const sha256 = createHash("sha256").update(Buffer.from(root, "base64")).digest("hex");
    expect(embeddedTrustedRoot(quietContext()).sha256).toBe(sha256);
  });

  it("tells its age, and warns when it is old", () => {
    expect(eventsAfterDays(embeddedRootMaximumAgeDays)).toEqual([
      { type: "detail", message: "the embedded trusted root is 180 days old" },
    ]);
    expect(eventsAfterDays(embeddedRootMaximumAgeDays + 1)).toEqual([
      { type: "warning", message: expect.stringMatching(/181 days old: update pyverify/) },
    ]);
  });
});

function eventsAfterDays(days: number): ProgressEvent[] {
  const events: ProgressEvent[] = [];
  const now = new Date(embeddedSource.publishedAt.getTime() + days * 86_400_000);
  embeddedTrustedRoot({ ...quietContext(), observe: (event) => events.push(event) }, now);
  return events;
}

function quietContext() {
  return { observe: () => {}, signal: new AbortController().signal };
}
