import { createHash } from "node:crypto";
import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { extract as readTar, type Header } from "tar-stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { StageContext } from "../../../src/base/progress.ts";
import { evidenceFiles } from "../../../src/evidence/evidence.ts";
import { writeOutputs } from "../../../src/evidence/outputs.ts";
import { extract, type StagedTree } from "../../../src/extract/extract.ts";
import { hashed } from "../../../src/files/hashed-bytes.ts";
import { pythonOrg } from "../../../src/release/release.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { parseTrustedRoot } from "../../../src/trust/trusted-root.ts";
import { type VerifiedTarball, verify } from "../../../src/verify/verify.ts";
import { madeUpRelease } from "../../support/made-up-release.ts";
import { violations } from "../../support/schemas.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const sigstore = createLocalSigstore();
const signedAt = new Date("2026-03-01T12:00:00Z");
const context: StageContext = { observe: () => undefined, signal: new AbortController().signal };

let verified: VerifiedTarball;
let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
  const { version, tarball } = await madeUpRelease({ version: "3.14.99", format: "tgz" });
  const artifact = sourceTarball(version, { format: "tgz", mirror: pythonOrg });
  const bundle = bytesOf(sigstore.sign(tarball, { signedAt }));
  const root = parseTrustedRoot(Buffer.from(JSON.stringify(sigstore.trustedRoot())), "file");
  verified = verify({ artifact, content: hashed(tarball), bundle }, root);
});
afterEach(() => workspace.remove());

/** @param meddle is called before the image is written */
async function makeImage(
  { tree, image, sourceDateEpoch }: { tree: string; image: string; sourceDateEpoch?: number },
  meddle: (tree: StagedTree) => void = () => undefined,
  { signal } = context,
): Promise<{ readonly digest: string | undefined; readonly treeDigest: string }> {
  let digest: string | undefined;
  const { digest: treeDigest } = await extract(
    verified,
    {
      destination: inside(tree),
      alongside: async (staged) => {
        meddle(staged);
        const outputs = { ociLayout: inside(image), sourceDateEpoch };
        const written = await writeOutputs(staged, undefined, outputs, { ...context, signal });
        digest = written.image;
        return written.undo;
      },
    },
    context,
  );
  return { digest, treeDigest };
}

function inside(name: string): string {
  return join(workspace.work, name);
}

/** What lies in a folder, with modes and times. */
async function listed(folder: string): Promise<readonly string[]> {
  const lines = (await workspace.contents()).filter((line) => line.startsWith(`work/${folder}/`));
  return lines.map((line) => line.replace(`work/${folder}/`, ""));
}

interface Described {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Record<string, string>;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

/** Whichever document of an image it is. */
interface ImageDocument {
  readonly config: Described & { readonly Labels: Readonly<Record<string, string>> };
  readonly layers: readonly Described[];
  readonly manifests: readonly Described[];
  readonly rootfs: object;
  readonly created: string;
  readonly architecture: string;
  readonly os: string;
  readonly variant?: string;
  readonly predicateType: string;
  readonly predicate: unknown;
  readonly subject: readonly { readonly digest: { readonly sha256: string } }[];
}

function blob(image: string, digest = ""): ImageDocument {
  return JSON.parse(blobText(image, digest).toString());
}

function blobText(image: string, digest = ""): Buffer {
  return readFileSync(inside(`${image}/blobs/${digest.replace(":", "/")}`));
}

/** The images of an index, and after them the attestations of each. */
function manifestsOf(image: string): readonly Described[] {
  const { manifests } = JSON.parse(readFileSync(inside(`${image}/index.json`), "utf8"));
  return blob(image, manifests[0].digest).manifests;
}

async function layerOf(image: string): Promise<readonly (Header & { content: string })[]> {
  const [first] = manifestsOf(image);
  const entries: (Header & { content: string })[] = [];
  const archive = readTar();
  Readable.from([gunzipSync(blobText(image, blob(image, first?.digest).layers[0]?.digest))]).pipe(
    archive,
  );
  for await (const entry of archive) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry as AsyncIterable<Uint8Array>) chunks.push(chunk);
    entries.push({ ...entry.header, content: Buffer.concat(chunks).toString() });
  }
  return entries;
}

describe("the image of a source tree", () => {
  test("is the same, byte for byte, wherever and however it is made", async () => {
    const first = await makeImage({ tree: "tree", image: "image" });
    const umask = process.umask(0o077);
    const again = await makeImage({ tree: "elsewhere", image: "other-image" }).finally(() =>
      process.umask(umask),
    );
    expect(again.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(again).toEqual(first);
    expect(await listed("other-image")).toEqual(await listed("image"));
  });

  test("is an OCI layout: all that is referred to is there, with its digest and size", async () => {
    const { digest } = await makeImage({ tree: "tree", image: "image" });
    const { manifests } = JSON.parse(readFileSync(inside("image/index.json"), "utf8"));
    expect(manifests).toMatchObject([
      { digest, annotations: { "org.opencontainers.image.ref.name": "3.14.99" } },
    ]);
    const found = new Set<string>();
    const follow = ({ digest: name, size, mediaType }: Described): void => {
      const bytes = blobText("image", name);
      expect(`sha256:${createHash("sha256").update(bytes).digest("hex")}`).toBe(name);
      expect(bytes).toHaveLength(size);
      found.add(name.replace("sha256:", ""));
      if (!/\.(index|manifest)\./.test(mediaType)) return;
      const { config, layers = [], manifests: images = [] } = JSON.parse(bytes.toString());
      for (const each of [config, ...layers, ...images]) if (each !== undefined) follow(each);
    };
    follow(manifests[0]);
    expect(readdirSync(inside("image/blobs/sha256")).toSorted()).toEqual([...found].toSorted());
  });

  test("holds the tree and the documents about it, of root, of one time, and nothing else", async () => {
    const { treeDigest } = await makeImage({ tree: "tree", image: "image" });
    const entries = await layerOf("image");
    expect(entries.map(({ name }) => name)).toEqual(
      entries.map(({ name }) => name).toSorted((a, b) => (a < b ? -1 : 1)),
    );
    const root = { uid: 0, gid: 0, uname: "", gname: "", mtime: signedAt };
    for (const { uid, gid, uname, gname, mtime } of entries) {
      expect({ uid, gid, uname, gname, mtime }).toEqual(root);
    }
    const below = (folder: string) =>
      entries.filter(({ name }) => name.startsWith(`${folder}/`) && name !== `${folder}/`);
    const documents = below("usr/share/doc/cpython-source");
    expect(documents.map(({ name }) => name.replace(/.*\//, "")).toSorted()).toEqual(
      evidenceFiles.toSorted(),
    );
    const tree = below("usr/src/python");
    const above = ["usr/", "usr/share/", "usr/share/doc/", "usr/share/doc/cpython-source/"];
    expect(entries.filter((entry) => ![...documents, ...tree].includes(entry))).toMatchObject(
      [...above, "usr/src/", "usr/src/python/"].map((name) => ({ name, mode: 0o755 })),
    );
    expect(digestOf(tree)).toBe(treeDigest);
  });

  test("says in its receipt where the tree lies in it, and not where it lay", async () => {
    await makeImage({ tree: "tree", image: "image" });
    const receipt = (await layerOf("image")).find(({ name }) => name.endsWith("receipt.json"));
    const document: object = JSON.parse(receipt?.content ?? "");
    expect(document).toMatchObject({ tree: { path: "/usr/src/python" } });
    expect(violations("receipt", document)).toEqual([]);
  });

  test("is there for every platform, with one layer for all of them", async () => {
    await makeImage({ tree: "tree", image: "image" });
    const images = manifestsOf("image").filter(({ platform }) => platform?.os === "linux");
    const platforms = images.map(({ platform }) => Object.values(platform ?? {}).join("/"));
    expect(platforms).toEqual(
      ["386", "amd64", "arm/v5", "arm/v6", "arm/v7", "arm64", "ppc64le", "riscv64", "s390x"].map(
        (name) => `linux/${name}`,
      ),
    );
    const manifests = images.map(({ digest }) => blob("image", digest));
    expect(new Set(manifests.map(({ layers }) => layers[0]?.digest)).size).toBe(1);
    for (const [index, { config, layers }] of manifests.entries()) {
      const document = blob("image", config.digest);
      const { os, architecture, variant, rootfs, created } = document;
      const platform = variant === undefined ? { os, architecture } : { os, architecture, variant };
      expect(platform).toEqual(images[index]?.platform);
      expect(created).toBe("2026-03-01T12:00:00Z");
      const archive = gunzipSync(blobText("image", layers[0]?.digest));
      const diffId = `sha256:${createHash("sha256").update(archive).digest("hex")}`;
      expect(rootfs).toEqual({ type: "layers", diff_ids: [diffId] });
      expect(document.config.Labels).toMatchObject({
        "org.opencontainers.image.title": "cpython-source",
        "org.opencontainers.image.version": "3.14.99",
        "org.opencontainers.image.licenses": "PSF-2.0",
      });
    }
  });

  test("carries receipt, verification summary and SBOM as attestations of every image", async () => {
    await makeImage({ tree: "tree", image: "image" });
    const all = manifestsOf("image");
    const images = all.filter(({ platform }) => platform?.os === "linux");
    const attached = all.filter(({ platform }) => platform?.os === "unknown");
    expect(attached.map(({ annotations }) => annotations)).toEqual(
      images.map(({ digest }) => ({
        "vnd.docker.reference.digest": digest,
        "vnd.docker.reference.type": "attestation-manifest",
      })),
    );
    const [shared] = attached;
    const statements = blob("image", shared?.digest).layers.map((layer) => {
      const statement = blob("image", layer.digest);
      expect(layer.annotations).toEqual({ "in-toto.io/predicate-type": statement.predicateType });
      expect(statement.subject.map((each) => `sha256:${each.digest.sha256}`)).toEqual(
        images.map((image) => image.digest),
      );
      return statement;
    });
    const [receipt, summary, sbom] = statements;
    expect(violations("receipt", receipt?.predicate)).toEqual([]);
    const { $id } = JSON.parse(readFileSync("schemas/receipt.schema.json", "utf8"));
    expect(receipt?.predicateType).toBe($id);
    expect(violations("verificationSummary", summary)).toEqual([]);
    expect(violations("spdx", sbom?.predicate)).toEqual([]);
    expect(sbom?.predicateType).toBe("https://spdx.dev/Document");
  });

  test("is no younger than SOURCE_DATE_EPOCH", async () => {
    await makeImage({ tree: "tree", image: "image", sourceDateEpoch: 1_700_000_000 });
    const times = (await layerOf("image")).map(({ mtime }) => mtime.getTime() / 1000);
    expect(new Set(times)).toEqual(new Set([1_700_000_000]));
    const { mtimeMs } = await stat(inside("image/index.json"));
    expect(mtimeMs).toBe(1_700_000_000_000);
  });

  test("is not made of a tree that somebody changes meanwhile", async () => {
    const before = await workspace.contents();
    const making = makeImage({ tree: "tree", image: "image" }, ({ stagedAt }) =>
      appendFileSync(join(stagedAt, "configure"), "# not signed\n"),
    );
    await expect(making).rejects.toMatchObject({
      kind: "filesystem",
      code: "folder-unsafe",
      message: "configure is not what was extracted",
    });
    expect(await workspace.contents()).toEqual(before);
  });

  test("is not there after a signal", async () => {
    const before = await workspace.contents();
    const reason = new Error("SIGTERM");
    const stopping = new AbortController();
    const making = makeImage({ tree: "tree", image: "image" }, () => stopping.abort(reason), {
      ...context,
      signal: stopping.signal,
    });
    await expect(making).rejects.toBe(reason);
    expect(await workspace.contents()).toEqual(before);
  });
});

/** As docs/tree-digest.md has it. */
function digestOf(entries: readonly (Header & { content: string })[]): string {
  const lines = entries.flatMap(({ name, type, mode, linkname, content }) => {
    const path = name.replace("usr/src/python", ".").replace(/\/$/, "");
    if (type === "symlink") return [`l ${path} -> ${linkname}`];
    if (type === "directory") return [`d0755 ${path}`];
    const sha256 = createHash("sha256").update(content).digest("hex");
    return [`f0${mode.toString(8)} ${path}`, `${sha256}  ${path}`];
  });
  return createHash("sha256")
    .update(
      lines
        .toSorted()
        .map((line) => `${line}\n`)
        .join(""),
    )
    .digest("hex");
}
