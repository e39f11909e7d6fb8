import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { issueInWords } from "../base/schema-issue.ts";
import { messageOf } from "../base/error-message.ts";

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
 * Reads what a source tree bundles: what it lists itself in `Misc/sbom.spdx.json`, which trees have
 * from 3.12.2 on, and the wheels that ensurepip installs. As parts of the tree both are covered by
 * the release manager's signature.
 *
 * @see https://devguide.python.org/developer-workflow/sbom/
 * @param folder the tree
 * @returns sorted by name; `vendored` is all but the wheels, which a package manager knows of once
 *   they are installed; `problem` if the list cannot be read, and then it is left out
 */
export function bundledDependencies(folder: string): {
  readonly dependencies: readonly BundledDependency[];
  readonly vendored: readonly BundledDependency[];
  readonly problem?: string;
} {
  const { listed, ...problem } = listedDependencies(join(folder, "Misc/sbom.spdx.json"));
  const names = new Set(listed.map(({ name }) => name));
  const wheels = bundledWheels(join(folder, "Lib/ensurepip/_bundled"));
  const dependencies = [...listed, ...wheels.filter(({ name }) => !names.has(name))].toSorted(
    (a, b) => (a.name < b.name ? -1 : 1),
  );
  const installable = new Set(wheels.map(({ name }) => name));
  const vendored = dependencies.filter(({ name }) => !installable.has(name));
  return { dependencies, vendored, ...problem };
}

function listedDependencies(path: string): {
  readonly listed: readonly BundledDependency[];
  readonly problem?: string;
} {
  const { size } = statSync(path, { throwIfNoEntry: false }) ?? {};
  if (size === undefined) return { listed: [] };
  if (size > maxBytes) return { listed: [], problem: `it has ${size} bytes` };
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return { listed: [], problem: messageOf(error) };
  }
  const result = v.safeParse(documentSchema, json);
  if (result.success) {
    const { packages } = result.output;
    const twice = repeatedId(packages);
    return twice === undefined
      ? { listed: packages }
      : { listed: [], problem: `the identifier ${twice} stands in it for two packages` };
  }
  const [issue] = result.issues;
  return { listed: [], problem: issueInWords(issue) };
}

/** Identifiers that the documents use themselves: the SBOM, CPython in it, and the wheels. */
const reservedIds = ["SPDXRef-DOCUMENT", "SPDXRef-PACKAGE-cpython"];

/** An identifier that is not one package's alone, which would make both SBOMs invalid. */
function repeatedId(packages: readonly BundledDependency[]): string | undefined {
  const taken = new Set(reservedIds);
  for (const { SPDXID, name } of packages) {
    // A wheel of ensurepip that the list does not name gets the identifier of its own name.
    const isWheelsOwn = /^SPDXRef-PACKAGE-(?:pip|setuptools)$/.test(SPDXID);
    if (taken.has(SPDXID) || (isWheelsOwn && SPDXID !== wheelId(name))) return SPDXID;
    taken.add(SPDXID);
  }
  return undefined;
}

function wheelId(name: string): string {
  return `SPDXRef-PACKAGE-${name.replaceAll("_", "-")}`;
}

/**
 * pip, and up to 3.11 setuptools. A wheel's name says what it is.
 *
 * @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention
 */
function bundledWheels(folder: string): BundledDependency[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => {
    const [, name, version] =
      /^([a-z0-9_]+)-([0-9][a-z0-9.]*)-[^-]+-[^-]+-[^-]+\.whl$/.exec(file) ?? [];
    if (name === undefined || version === undefined) return [];
    const digest = createHash("sha256")
      .update(readFileSync(join(folder, file)))
      .digest("hex");
    return {
      SPDXID: wheelId(name),
      name,
      versionInfo: version,
      downloadLocation: "NOASSERTION",
      checksums: [{ algorithm: "SHA256", checksumValue: digest }],
      externalRefs: [
        {
          referenceCategory: "PACKAGE-MANAGER",
          referenceType: "purl",
          referenceLocator: `pkg:pypi/${name.replaceAll("_", "-")}@${version}`,
        },
      ],
      licenseConcluded: "NOASSERTION",
      originator: undefined,
    };
  });
}
