import type { ComparedTag } from "../compare/tag-mismatch.ts";
import type { StagedTree } from "../extract/extract.ts";
import { bundledDependencies } from "./bundled-dependencies.ts";
import { cycloneDxBom, vendoredBom } from "./cyclonedx.ts";
import { provenanceUrl } from "./provenance-url.ts";
import { receipt } from "./receipt.ts";
import { spdxDocument } from "./spdx.ts";
import { verificationSummary } from "./verification-summary.ts";
import { formatJson } from "../base/json.ts";

/** The names of the documents, as they lie in the evidence folder. */
export const evidenceFiles = [
  "receipt.json",
  "vsa.intoto.json",
  "sbom.spdx.json",
  "sbom.cdx.json",
  "vendored.cdx.json",
  "provenance_url.json",
] as const;
export type EvidenceFile = (typeof evidenceFiles)[number];

/** Every document about a tree, as text, and what a person should know about them. */
export interface Evidence {
  readonly documents: Readonly<Record<EvidenceFile, string>>;
  readonly warnings: readonly string[];
}

/**
 * Makes every document about a tree. The same tree, mirror and trusted root give the same bytes.
 *
 * @param path where the tree is to lie, where that is not its destination
 */
export function evidence(
  tree: StagedTree,
  tag: ComparedTag | undefined,
  path = tree.path,
): Evidence {
  const { dependencies, vendored, problem } = bundledDependencies(tree.stagedAt);
  return {
    documents: {
      "receipt.json": formatJson(receipt(tree, tag, path)),
      "vsa.intoto.json": formatJson(verificationSummary(tree, tag)),
      "sbom.spdx.json": formatJson(spdxDocument(tree, dependencies)),
      "sbom.cdx.json": formatJson(cycloneDxBom(tree, dependencies)),
      "vendored.cdx.json": formatJson(vendoredBom(tree, vendored)),
      "provenance_url.json": formatJson(provenanceUrl(tree)),
    },
    warnings:
      problem === undefined
        ? []
        : [
            `the SBOMs leave out what CPython bundles: Misc/sbom.spdx.json is unreadable: ${problem}`,
          ],
  };
}
