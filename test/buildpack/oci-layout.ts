import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { listenOnLoopback, type LoopbackServer } from "../support/loopback-server.ts";
import type { BuildSite } from "./build-site.ts";

/*
 * Images as folders: https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */

export interface WrittenImage {
  /** as OCI's image configuration has it: user, environment and so on */
  readonly config?: object;
  /** a tar archive; one that has nothing in it if there is none */
  readonly layer?: Buffer;
}

/**
 * Writes an image of one layer for this kind of machine.
 *
 * @returns its digest, `sha256:…`
 */
export async function writeImage(
  folder: string,
  { config = {}, layer = Buffer.alloc(1024) }: WrittenImage = {},
): Promise<string> {
  const blobs = join(folder, "blobs/sha256");
  await mkdir(blobs, { recursive: true });
  const write = async (mediaType: string, content: Buffer | object): Promise<Descriptor> => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    const hex = createHash("sha256").update(bytes).digest("hex");
    await writeFile(join(blobs, hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const written = await write("application/vnd.oci.image.layer.v1.tar", layer);
  const configuration = await write("application/vnd.oci.image.config.v1+json", {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    config,
    rootfs: { type: "layers", diff_ids: [written.digest] },
  });
  const manifest = await write(manifestType, {
    schemaVersion: 2,
    mediaType: manifestType,
    config: configuration,
    layers: [written],
  });
  const index = { schemaVersion: 2, manifests: [manifest] };
  await writeFile(join(folder, "index.json"), JSON.stringify(index));
  await writeFile(join(folder, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  return manifest.digest;
}

/**
 * Serves the one image in a folder, under any name and tag, as a registry does for a reader.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export async function serveImage(folder: string): Promise<LoopbackServer> {
  const index: Index = await readJson(join(folder, "index.json"));
  const server = createServer((request, response) => {
    const [, kind, reference = ""] =
      /^\/v2\/.+\/(manifests|blobs)\/(.+)$/.exec(request.url ?? "") ?? [];
    if (kind === undefined) return response.end("{}");
    const digest = reference.startsWith("sha256:") ? reference : index.manifests[0]?.digest;
    if (kind === "manifests") response.setHeader("content-type", manifestType);
    response.setHeader("docker-content-digest", digest ?? "");
    const blob = createReadStream(blobPath(folder, digest));
    blob.on("error", () => response.writeHead(404).end());
    return blob.pipe(response);
  });
  return listenOnLoopback(server);
}

/** Serves pyverify's standalone image, with the executable that a site's buildpack has. */
export async function serveStandalone(site: BuildSite): Promise<LoopbackServer> {
  const archive = pack();
  const executable = await readFile(join(site.buildpack, "bin/pyverify"));
  archive.entry({ name: "pyverify", mode: 0o755 }, executable);
  archive.finalize();
  const folder = join(site.path, "standalone");
  await writeImage(folder, { layer: await buffer(archive) });
  return serveImage(folder);
}

const manifestType = "application/vnd.oci.image.manifest.v1+json";

/** Reads the labels of the one image in a folder. */
export async function readLabels(folder: string): Promise<Readonly<Record<string, string>>> {
  const index: Index = await readJson(join(folder, "index.json"));
  const manifest: Manifest = await readBlob(folder, index.manifests[0]?.digest);
  const image: Config = await readBlob(folder, manifest.config.digest);
  return image.config.Labels;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}
interface Index {
  readonly manifests: readonly Descriptor[];
}
interface Manifest {
  readonly config: Descriptor;
}
interface Config {
  readonly config: { readonly Labels: Readonly<Record<string, string>> };
}

async function readBlob<T>(folder: string, digest?: string): Promise<T> {
  return readJson(blobPath(folder, digest));
}

function blobPath(folder: string, digest = ""): string {
  return join(folder, "blobs", digest.replace(":", "/"));
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, "utf8"));
}
