import * as v from "valibot";
import type { PublishedSbom } from "../source/published-sbom.ts";
import { redactUrl } from "../base/redact-url.ts";
import type { VerifiedTarball } from "../verify/verify.ts";

const documentSchema = v.object({
  packages: v.array(
    v.looseObject({
      name: v.string(),
      packageFileName: v.optional(v.string()),
      checksums: v.optional(
        v.array(v.object({ algorithm: v.string(), checksumValue: v.string() })),
        [],
      ),
    }),
  ),
});

/**
 * Compares the digest that a published SBOM states for the tarball with the one that was signed.
 * The SBOM is not signed, so a difference is a thing to report, and refuses nothing.
 *
 * @returns what is different, in a sentence; undefined if nothing is
 */
export function publishedDifference(
  sbom: PublishedSbom,
  { artifact, verification }: VerifiedTarball,
): string | undefined {
  const place = sbom.location.includes("://") ? redactUrl(sbom.location) : sbom.location;
  const stated = statedDigest(sbom.bytes, artifact.fileName);
  if (stated === undefined) return `${place} states no SHA-256 of ${artifact.fileName}`;
  if (stated.toLowerCase() === verification.sha256) return undefined;
  return `${place} says that the SHA-256 of ${artifact.fileName} is ${stated}, and the signed one is ${verification.sha256}; the signature counts, the SBOM is not signed`;
}

function statedDigest(bytes: Buffer, tarballName: string): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
  const document = v.safeParse(documentSchema, json);
  if (!document.success) return undefined;
  return document.output.packages
    .find(({ name, packageFileName }) => name === "CPython" && packageFileName === tarballName)
    ?.checksums.find(({ algorithm }) => algorithm === "SHA256")?.checksumValue;
}
