import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

/** Software of others whose source lies in CPython's own, such as expat. */
export type BundledDependency = v.InferOutput<typeof dependencySchema>;

const checksum = v.object({ algorithm: v.string(), checksumValue: v.string() });

const externalReference = v.object({
  referenceCategory: v.picklist([
    "SECURITY",
    "PACKAGE-MANAGER",
    "PACKAGE_MANAGER",
    "OTHER",
    "PERSISTENT-ID",
    "PERSISTENT_ID",
  ]),
  referenceType: v.string(),
  referenceLocator: v.string(),
});

const dependencySchema = v.object({
  SPDXID: v.pipe(v.string(), v.regex(/^SPDXRef-[a-zA-Z0-9.-]+$/)),
  name: v.string(),
  versionInfo: v.string(),
  downloadLocation: v.string(),
  checksums: v.array(checksum),
  externalRefs: v.optional(v.array(externalReference), []),
  licenseConcluded: v.optional(v.string(), "NOASSERTION"),
  originator: v.optional(v.string()),
});

const documentSchema = v.object({
  spdxVersion: v.literal("SPDX-2.3"),
  packages: v.array(dependencySchema),
});

/** Sixty times what the file has today. */
const maxBytes = 5 * 1024 * 1024;

/**
 * Reads what a source tree itself lists as bundled, in `Misc/sbom.spdx.json`; trees have it from
 * 3.12.2 on. As part of the tree it is covered by the release manager's signature.
 *
 * @see https://devguide.python.org/developer-workflow/sbom/
 * @param folder the tree
 * @returns sorted by name; empty where the tree has no list; `problem` if it cannot be read
 */
export function bundledDependencies(folder: string): {
  readonly dependencies: readonly BundledDependency[];
  readonly problem?: string;
} {
  const path = join(folder, "Misc/sbom.spdx.json");
  const { size } = statSync(path, { throwIfNoEntry: false }) ?? {};
  if (size === undefined) return { dependencies: [] };
  if (size > maxBytes) return { dependencies: [], problem: `it has ${size} bytes` };
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return { dependencies: [], problem: error instanceof Error ? error.message : String(error) };
  }
  const result = v.safeParse(documentSchema, json);
  if (!result.success) {
    const [issue] = result.issues;
    return { dependencies: [], problem: `${v.getDotPath(issue) ?? "the whole"}: ${issue.message}` };
  }
  const { packages } = result.output;
  return { dependencies: packages.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}
