import { describe, expect, it } from "vitest";
import { auditViolations } from "../../support/audit-schema.ts";
import { bytesOf, logEntryOf } from "../../support/sigstore/bundle.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";
import { auditReport } from "../../../src/audit/report/report.ts";
import { claimedFacts } from "../../../src/audit/signature-facts.ts";
import { sourceType } from "../../../src/release/artifact-types.ts";
import { parseVersion } from "../../../src/release/version.ts";

const sigstore = createLocalSigstore();

describe("what a refused bundle claims", () => {
  it("names the release manager whose identity it is, and nobody else", () => {
    const tarball = Buffer.from("a tarball");
    expect(claimedFacts(bytesOf(sigstore.sign(tarball)))).toMatchObject({
      identity: "hugo@python.org",
      releaseManager: "Hugo van Kemenade",
    });
    const stranger = claimedFacts(bytesOf(sigstore.sign(tarball, { issuer: "https://other" })));
    expect(stranger).toMatchObject({ identity: "hugo@python.org", releaseManager: undefined });
  });

  it.each([
    ["an empty file", Buffer.alloc(0)],
    ["no JSON", Buffer.from("<html>")],
    ["JSON of another kind", Buffer.from("[1]")],
    ["a log index that is none", spoiled({ logIndex: "-1" })],
    ["a log index beyond all numbers", spoiled({ logIndex: "9".repeat(400) })],
    ["a time beyond all times", spoiled({ integratedTime: "9".repeat(18) })],
  ])("fits the report's schema and ends no audit, even if it is %s", (_, bundle) => {
    const report = auditReport({
      source: { type: "folder" },
      series: [],
      kinds: ["source"],
      formats: ["tar.xz"],
      full: false,
      trustedRoot: { origin: "embedded", sha256: "0".repeat(64) },
      artifacts: [
        {
          version: parseVersion("3.14.0"),
          type: sourceType("tar.xz"),
          file: "Python-3.14.0.tar.xz",
          size: undefined,
          finding: {
            verdict: "refused",
            failure: { code: "bundle-malformed", message: "made up", because: undefined },
            claimed: claimedFacts(bundle),
          },
          checks: [{ check: "bundle", outcome: "failed" }],
        },
      ],
    });
    expect(auditViolations("audit", JSON.parse(JSON.stringify(report)))).toEqual([]);
  });
});

function spoiled(fields: Readonly<Record<string, string>>): Buffer {
  const bundle = sigstore.sign(Buffer.from("a tarball"));
  Object.assign(logEntryOf(bundle), fields);
  return bytesOf(bundle);
}
