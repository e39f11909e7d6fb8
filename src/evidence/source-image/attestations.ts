import type { EvidenceFile } from "../evidence.ts";
import type { BlobFolder, Descriptor } from "./blob.ts";

/** One of the images that are attested: its digest, and the platform that it is for. */
export interface Subject {
  readonly digest: `sha256:${string}`;
  readonly platform: {
    readonly os: string;
    readonly architecture: string;
    readonly variant?: string;
  };
}

/** What a receipt is called as the predicate of an attestation: its own schema. */
export const receiptPredicate =
  "https://github.com/pyverify/pyverify/blob/main/schemas/receipt.schema.json";

/** The documents that are attested of an image, each by the type of predicate that it is. */
const attested: readonly (readonly [EvidenceFile, string, (document: unknown) => unknown])[] = [
  ["receipt.json", receiptPredicate, (document) => document],
  ["vsa.intoto.json", "https://slsa.dev/verification_summary/v1", predicateOf],
  ["sbom.spdx.json", "https://spdx.dev/Document", (document) => document],
];

/**
 * Writes in-toto statements about images: what was verified of the source that is in them. Not
 * signed; whoever publishes the images signs, over the index that has these in it.
 *
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export async function attestations(
  documents: Readonly<Record<string, string>>,
  images: readonly Subject[],
  blobs: BlobFolder,
): Promise<readonly Descriptor[]> {
  const subject = images.map(({ digest, platform }) => ({
    name: `cpython-source (${Object.values(platform).join("/")})`,
    digest: { sha256: digest.replace("sha256:", "") },
  }));
  const statements: Descriptor[] = [];
  for (const [name, predicateType, predicate] of attested) {
    const statement = await blobs.document("application/vnd.in-toto+json", {
      _type: "https://in-toto.io/Statement/v1",
      subject,
      predicateType,
      predicate: predicate(JSON.parse(documents[name] ?? "null")),
    });
    statements.push({
      ...statement,
      annotations: { "in-toto.io/predicate-type": predicateType },
    });
  }
  return statements;
}

function predicateOf(statement: unknown): unknown {
  return Object(statement).predicate;
}
