import * as v from "valibot";
import { PyverifyError } from "../../base/errors.ts";
import { whyNotJson } from "../../files/document-kind.ts";
import { verdicts } from "../audited-artifact.ts";
import { reportMediaType } from "./report.ts";
import { issueInWords } from "../../base/schema-issue.ts";

const earlierArtifact = v.object({
  file: v.string(),
  version: v.string(),
  series: v.string(),
  kind: v.string(),
  format: v.optional(v.string()),
  verdict: v.picklist(verdicts),
  failure: v.optional(v.object({ code: v.string() })),
  signature: v.optional(
    v.object({
      sha256: v.string(),
      identity: v.optional(v.string()),
      signedAt: v.optional(v.string()),
    }),
  ),
});

const earlierReport = v.object({
  mediaType: v.literal(reportMediaType),
  scope: v.object({ full: v.boolean() }),
  artifacts: v.array(earlierArtifact),
  log: v.optional(
    v.object({ unexplained: v.array(v.object({ logIndex: v.optional(v.number()) })) }),
  ),
  api: v.optional(
    v.object({
      contradictions: v.array(
        v.object({ file: v.string(), signed: v.string(), stated: v.string() }),
      ),
    }),
  ),
});

/** The first version of reports, which knew the source alone. */
const firstReport = v.object({
  mediaType: v.literal("application/vnd.pyverify.audit+json;version=1"),
  scope: v.object({ full: v.boolean() }),
  tarballs: v.array(v.object({ ...v.omit(earlierArtifact, ["kind"]).entries, format: v.string() })),
});

/** The part of an earlier report that a difference needs. */
export type EarlierReport = v.InferOutput<typeof earlierReport>;
export type EarlierArtifact = EarlierReport["artifacts"][number];

/**
 * Reads the report of an earlier audit.
 *
 * @param name what messages call it
 * @throws {PyverifyError} usage/invalid-value if it is not one
 */
export function parseEarlierReport(text: string, name: string): EarlierReport {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw notAReport(name, whyNotJson(Buffer.from(text)), cause);
  }
  const first = v.safeParse(firstReport, json, { abortEarly: true });
  if (first.success) {
    const { scope, tarballs } = first.output;
    const artifacts = tarballs.map((tarball) => Object.assign(tarball, { kind: "source" }));
    return { mediaType: reportMediaType, scope, artifacts };
  }
  const result = v.safeParse(earlierReport, json, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw notAReport(name, issueInWords(issue));
}

function notAReport(name: string, because: string, cause?: unknown): PyverifyError {
  return new PyverifyError("usage", "invalid-value", `${name} is not the report of an audit`, {
    because,
    hint: "--since takes the report.json of an earlier pyverify audit --report DIR",
    cause,
  });
}
