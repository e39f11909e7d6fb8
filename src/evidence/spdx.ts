import type { SourceTree } from "../extract/extract.ts";
import type { BundledDependency } from "./bundled-dependencies.ts";
import { pyverifyVersion } from "../base/pyverify-version.ts";
import { licence, sourcePackage, type SourcePackage } from "./source-package.ts";
import { rfc3339 } from "../base/rfc3339.ts";

/*
 * Written by hand: no library for SPDX 2.3 is maintained for JavaScript, and the document is small.
 * The tests hold it against the specification's rules.
 */

interface SpdxPackage {
  readonly SPDXID: string;
  readonly name: string;
  readonly versionInfo: string;
  readonly downloadLocation: string;
  readonly filesAnalyzed: false;
  readonly [field: string]: unknown;
}

/** An SPDX document in its JSON form. */
export interface SpdxDocument {
  readonly spdxVersion: "SPDX-2.3";
  readonly packages: readonly SpdxPackage[];
  readonly [field: string]: unknown;
}

const cpythonId = "SPDXRef-PACKAGE-cpython";

/**
 * The software bill of materials of a source tree: CPython, and what it bundles.
 *
 * SPDX wants the time of the document's making. The time of the signature stands there instead, so
 * that the same release gives the same document.
 *
 * @see https://spdx.github.io/spdx-spec/v2.3/
 */
export function spdxDocument(
  tree: SourceTree,
  bundled: readonly BundledDependency[],
): SpdxDocument {
  const source = sourcePackage(tree);
  return {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: source.fileName,
    // Unique, as the specification asks: the tarball's digest, and what wrote the document about it.
    documentNamespace: `https://spdx.org/spdxdocs/${source.fileName}-${source.sha256}-pyverify-${pyverifyVersion}`,
    creationInfo: {
      created: rfc3339(tree.tarball.verification.signedAt),
      creators: [`Tool: pyverify-${pyverifyVersion}`],
      comment:
        "created is the time of the tarball's signature, so that this document is reproducible",
    },
    packages: [cpython(source), ...bundled.map((each) => dependency(each, source.supplier))],
    relationships: [
      relationship("SPDXRef-DOCUMENT", "DESCRIBES", cpythonId),
      ...bundled.map(({ SPDXID }) => relationship(cpythonId, "CONTAINS", SPDXID)),
    ],
  };
}

function cpython(source: SourcePackage): SpdxPackage {
  return {
    SPDXID: cpythonId,
    name: source.name,
    versionInfo: source.version,
    packageFileName: source.fileName,
    downloadLocation: source.downloadUrl,
    filesAnalyzed: false,
    supplier: organization(source.supplier),
    originator: organization(source.supplier),
    licenseConcluded: "NOASSERTION",
    licenseDeclared: licence,
    copyrightText: "NOASSERTION",
    primaryPackagePurpose: "SOURCE",
    checksums: [{ algorithm: "SHA256", checksumValue: source.sha256 }],
    externalRefs: [
      reference("SECURITY", "cpe23Type", source.cpe),
      reference("PACKAGE-MANAGER", "purl", source.purl),
      {
        ...reference("OTHER", "sigstore-bundle", source.signatureUrl),
        comment: `${source.signature}; SHA-256 ${source.signatureSha256}`,
      },
    ],
  };
}

function organization(of: SourcePackage["supplier"]): string {
  return of === undefined ? "NOASSERTION" : `Organization: ${of.name}`;
}

/** The copies in CPython's tree are supplied by whoever supplies the tree: NTIA's minimum elements ask. */
function dependency(bundled: BundledDependency, supplier: SourcePackage["supplier"]): SpdxPackage {
  const { SPDXID, name, versionInfo, downloadLocation, originator } = bundled;
  return {
    SPDXID,
    name,
    versionInfo,
    downloadLocation,
    filesAnalyzed: false,
    supplier: organization(supplier),
    ...(originator === undefined ? {} : { originator }),
    licenseConcluded: bundled.licenseConcluded,
    licenseDeclared: "NOASSERTION",
    copyrightText: "NOASSERTION",
    primaryPackagePurpose: "SOURCE",
    checksums: bundled.checksums,
    // Both spellings are in use; the specification's own has a hyphen.
    externalRefs: bundled.externalRefs.map(
      ({ referenceCategory, referenceType, referenceLocator }) =>
        reference(referenceCategory.replace("_", "-"), referenceType, referenceLocator),
    ),
  };
}

function reference(referenceCategory: string, referenceType: string, referenceLocator: string) {
  return { referenceCategory, referenceType, referenceLocator };
}

function relationship(spdxElementId: string, relationshipType: string, relatedSpdxElement: string) {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}
