import { createHash } from "node:crypto";
import type { SourceTree } from "../extract/extract.ts";
import type { BundledDependency } from "./bundled-dependencies.ts";
import { pyverifyVersion } from "../base/pyverify-version.ts";
import { licence, sourcePackage, type SourcePackage } from "./source-package.ts";

/*
 * Written by hand: CycloneDX's own library would add 300 kB to a program of 700 kB for a document of
 * this size. The tests hold it against the official schema, which that library brings.
 */

interface Component {
  readonly type: "application" | "library" | "file";
  readonly "bom-ref": string;
  readonly name: string;
  readonly [field: string]: unknown;
}

/** A CycloneDX BOM in its JSON form. */
export interface CycloneDxBom {
  readonly bomFormat: "CycloneDX";
  readonly specVersion: "1.6";
  readonly components: readonly Component[];
  readonly [field: string]: unknown;
}

const tarballRef = "source-tarball";

/**
 * The software bill of materials of a source tree: CPython, and what it bundles. It has no
 * timestamp, so that the same release gives the same document.
 *
 * The document is about the tarball; CPython stands among the components, since scanners look for
 * vulnerabilities there and nowhere else.
 *
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function cycloneDxBom(
  tree: SourceTree,
  bundled: readonly BundledDependency[],
): CycloneDxBom {
  const source = sourcePackage(tree);
  const libraries = bundled.map(library);
  return document(
    source,
    source.sha256,
    [cpython(source), ...libraries],
    [
      { ref: tarballRef, dependsOn: [source.purl] },
      { ref: source.purl, dependsOn: refsOf(libraries) },
    ],
  );
}

/**
 * The same of what CPython has made a part of itself, and of nothing else: for an image with a
 * compiled Python, in which scanners find Python and pip by themselves, and would list them twice.
 *
 * @param vendored what the tree bundles, without the wheels
 */
export function vendoredBom(
  tree: SourceTree,
  vendored: readonly BundledDependency[],
): CycloneDxBom {
  const source = sourcePackage(tree);
  const libraries = vendored.map(library);
  const digest = createHash("sha256").update(`vendored in ${source.sha256}`).digest("hex");
  return document(source, digest, libraries, [{ ref: tarballRef, dependsOn: refsOf(libraries) }]);
}

interface Dependency {
  readonly ref: string;
  readonly dependsOn: readonly string[];
}

/** @param digest one that no other document has, for its serial number */
function document(
  source: SourcePackage,
  digest: string,
  components: readonly Component[],
  dependencies: readonly Dependency[],
): CycloneDxBom {
  const described = new Set(dependencies.map(({ ref }) => ref));
  const leaves = refsOf(components).filter((ref) => !described.has(ref));
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(digest)}`,
    version: 1,
    metadata: {
      tools: {
        components: [
          {
            type: "application",
            "bom-ref": "pyverify",
            name: "pyverify",
            version: pyverifyVersion,
          },
        ],
      },
      component: {
        type: "file",
        "bom-ref": tarballRef,
        name: source.fileName,
        hashes: [sha256(source.sha256)],
      },
    },
    components,
    dependencies: [...dependencies, ...leaves.map((ref) => ({ ref, dependsOn: [] }))],
  };
}

function refsOf(components: readonly Component[]): readonly string[] {
  return components.map((component) => component["bom-ref"]);
}

function cpython(source: SourcePackage): Component {
  return {
    type: "application",
    "bom-ref": source.purl,
    ...(source.supplier === undefined
      ? {}
      : { supplier: { name: source.supplier.name, url: [source.supplier.url] } }),
    name: source.name,
    version: source.version,
    hashes: [sha256(source.sha256)],
    licenses: [{ license: { id: licence, acknowledgement: "declared" } }],
    cpe: source.cpe,
    purl: source.purl,
    externalReferences: [
      {
        type: "source-distribution",
        url: source.downloadUrl,
        hashes: [sha256(source.sha256)],
      },
      {
        type: "digital-signature",
        url: source.signatureUrl,
        hashes: [sha256(source.signatureSha256)],
        comment: source.signature,
      },
    ],
  };
}

function library(bundled: BundledDependency): Component {
  const { SPDXID, name, versionInfo, originator } = bundled;
  const cpe = locator(bundled, "cpe23Type");
  const purl = locator(bundled, "purl");
  const digest = bundled.checksums.find(({ algorithm }) => algorithm === "SHA256");
  const hashes = digest === undefined ? {} : { hashes: [sha256(digest.checksumValue)] };
  // The digest is that of the dependency's own file: what has no address lies in the tree as it is.
  const source = bundled.downloadLocation.startsWith("https://")
    ? {
        externalReferences: [
          { type: "source-distribution", url: bundled.downloadLocation, ...hashes },
        ],
      }
    : hashes;
  return {
    type: "library",
    "bom-ref": SPDXID,
    ...(originator === undefined ? {} : { publisher: nameOf(originator) }),
    name,
    version: versionInfo,
    ...(cpe === undefined ? {} : { cpe }),
    ...(purl === undefined ? {} : { purl }),
    ...source,
  };
}

function locator({ externalRefs }: BundledDependency, type: string): string | undefined {
  return externalRefs.find(({ referenceType }) => referenceType === type)?.referenceLocator;
}

/** `Organization: Expat development team` without the first word. */
function nameOf(originator: string): string {
  return originator.replace(/^(Organization|Person): /, "");
}

function sha256(content: string) {
  return { alg: "SHA-256", content } as const;
}

/**
 * A UUID made of a digest.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
 */
function uuidOf(digest: string): string {
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 3) | 8).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join("-");
}
