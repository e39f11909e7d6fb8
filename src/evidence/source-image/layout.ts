import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { formatJson } from "../../base/json.ts";
import { rfc3339 } from "../../base/rfc3339.ts";
import type { StagedTree } from "../../extract/extract.ts";
import { replaceFile } from "../../files/replace-file.ts";
import { licence } from "../source-package.ts";
import { attestations, type Subject } from "./attestations.ts";
import { BlobFolder, type Descriptor, setMetadata } from "./blob.ts";
import { writeLayer } from "./layer.ts";

/** What lies in the folder of an OCI image layout. */
export const layoutEntries = ["blobs", "index.json", "oci-layout"] as const;

/**
 * The platforms that builders ask for. Source is the same on each; a registry's index needs a
 * manifest for each all the same, or `FROM` and `COPY --from` do not find it there.
 */
const platforms = [
  { os: "linux", architecture: "386" },
  { os: "linux", architecture: "amd64" },
  { os: "linux", architecture: "arm", variant: "v5" },
  { os: "linux", architecture: "arm", variant: "v6" },
  { os: "linux", architecture: "arm", variant: "v7" },
  { os: "linux", architecture: "arm64" },
  { os: "linux", architecture: "ppc64le" },
  { os: "linux", architecture: "riscv64" },
  { os: "linux", architecture: "s390x" },
] as const;

const mediaTypes = {
  config: "application/vnd.oci.image.config.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  index: "application/vnd.oci.image.index.v1+json",
} as const;

/** What a source image is made of. */
export interface SourceImage {
  readonly tree: StagedTree;
  /** those about the tree, by their names */
  readonly documents: Readonly<Record<string, string>>;
  /** the time of all that is in it */
  readonly modified: Date;
}

/**
 * Writes an image of the tree alone as an OCI image layout. Every byte of it follows from the tree,
 * the documents and the time, so that the digest is the same wherever and by whomever it is made.
 *
 * @param folder is there and empty
 * @returns the digest of the index, by which a registry has the image, as `sha256:HEX`
 * @throws as writing files does; the signal's reason
 * @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export async function writeLayout(
  folder: string,
  { tree, documents, modified }: SourceImage,
  signal: AbortSignal,
): Promise<string> {
  const place = join(folder, "blobs/sha256");
  await mkdir(place, { recursive: true, mode: 0o755 });
  const blobs = new BlobFolder(place, modified);
  const layer = await writeLayer(tree, documents, blobs, { modified, signal });
  const about = describe(tree, modified);
  const images: (Descriptor & Subject)[] = [];
  for (const platform of platforms) {
    const config = await blobs.document(mediaTypes.config, {
      created: rfc3339(modified),
      ...platform,
      config: { Labels: about },
      rootfs: { type: "layers", diff_ids: [layer.diffId] },
      history: [{ created: rfc3339(modified), created_by: "pyverify fetch --oci-layout" }],
    });
    const manifest = await blobs.document(mediaTypes.manifest, {
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config,
      layers: [layer.descriptor],
      annotations: about,
    });
    images.push({ ...manifest, platform });
  }
  const statements = await attestations(documents, images, blobs);
  const attestation = await blobs.document(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: await blobs.document(mediaTypes.config, {
      architecture: "unknown",
      os: "unknown",
      config: {},
      rootfs: { type: "layers", diff_ids: statements.map(({ digest }) => digest) },
    }),
    layers: statements,
  });
  const index = await blobs.document(mediaTypes.index, {
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: [...images, ...images.map(({ digest }) => attached(attestation, digest))],
    annotations: about,
  });
  const { version } = tree.tarball.artifact.release;
  const named = { ...index, annotations: { "org.opencontainers.image.ref.name": version.text } };
  const files = {
    "index.json": { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [named] },
    "oci-layout": { imageLayoutVersion: "1.0.0" },
  };
  for (const [name, content] of Object.entries(files)) {
    await replaceFile(join(folder, name), [formatJson(content)], { mode: 0o644, modified, signal });
  }
  for (const path of [place, join(folder, "blobs")]) await setMetadata(path, 0o755, modified);
  return index.digest;
}

/**
 * Attestations of one image, as BuildKit lists them in an index.
 *
 * @see https://docs.docker.com/build/metadata/attestations/attestation-storage/
 */
function attached(attestation: Descriptor, image: string): Descriptor & Pick<Subject, "platform"> {
  const annotations = {
    "vnd.docker.reference.digest": image,
    "vnd.docker.reference.type": "attestation-manifest",
  };
  return { ...attestation, annotations, platform: { architecture: "unknown", os: "unknown" } };
}

/** @see https://github.com/opencontainers/image-spec/blob/main/annotations.md */
function describe(tree: StagedTree, modified: Date): Readonly<Record<string, string>> {
  const { version } = tree.tarball.artifact.release;
  return {
    "org.opencontainers.image.created": rfc3339(modified),
    "org.opencontainers.image.description": `The source of CPython ${version.text} in /usr/src/python, its signature verified by pyverify`,
    "org.opencontainers.image.documentation":
      "https://github.com/pyverify/pyverify/blob/main/docs/source-images.md",
    "org.opencontainers.image.licenses": licence,
    "org.opencontainers.image.title": "cpython-source",
    "org.opencontainers.image.url": "https://www.python.org/downloads/source/",
    "org.opencontainers.image.version": version.text,
  };
}
