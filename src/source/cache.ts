import { createHash, randomBytes } from "node:crypto";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";

import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import { maxBundleBytes, maxTarballBytes } from "./download.ts";
import { hashed } from "../files/hashed-bytes.ts";
import { readBounded } from "../files/bounded-read.ts";
import { redactUrl } from "../base/redact-url.ts";
import type { UnverifiedDownload } from "./unverified-download.ts";
import { makeFolders } from "../files/make-folders.ts";
import { messageOf } from "../base/error-message.ts";

/*
 * A folder that many builds share, and that nobody has to trust: what comes out of it is as
 * unverified as what comes from the network, and `verify/` follows either way.
 *
 * One file holds tarball and bundle of one URL, so that they always belong together. It is written
 * aside and renamed: a reader sees all of it or nothing, and the last of several writers wins.
 */

/**
 * First line of an entry: format, and the length of the bundle, which comes before the tarball. No
 * digest: the bundle signs one, and `verify/` compares it anyway.
 */
const headerPattern = /^pyverify-cache-1 (\d{1,7})\n/;
const maxHeaderBytes = 100;
const partialSuffix = ".partial";
/** Milliseconds after which a half-written entry belongs to nobody any more. */
const abandonedAfter = 60 * 60 * 1000;

/**
 * Looks a release up. Whatever is wrong with an entry, or with the folder, makes it a miss.
 *
 * @throws the signal's reason
 */
export async function readCached(
  artifact: SourceTarball,
  folder: string,
  context: StageContext,
): Promise<UnverifiedDownload | undefined> {
  const file = entryPath(artifact, folder);
  const miss = (because: string): undefined => {
    context.observe({ type: "detail", message: `cache: ${because}: ${file}` });
    return undefined;
  };
  try {
    const maxBytes = maxHeaderBytes + maxBundleBytes + maxTarballBytes;
    const entry = await readBounded(file, maxBytes, context.signal);
    if (entry === undefined) return miss("nothing there yet");
    const header = headerPattern.exec(entry.toString("latin1", 0, maxHeaderBytes));
    if (header === null) return miss("not an entry");
    const content = entry.subarray(header[0].length);
    const bundleLength = Number(header[1]);
    if (bundleLength > content.length) return miss("damaged");
    const subject = `${artifact.fileName} from the cache`;
    context.observe({ type: "start", phase: "read", subject });
    context.observe({ type: "end", phase: "read" });
    return {
      artifact,
      bundle: content.subarray(0, bundleLength),
      tarball: hashed(content.subarray(bundleLength)),
    };
  } catch (error) {
    context.signal.throwIfAborted();
    return miss(error instanceof PyverifyError ? (error.because ?? error.message) : String(error));
  }
}

/**
 * Keeps a download for later builds; to be called once it is verified, so that nothing but releases
 * takes room. A cache that cannot be written to is worth a warning, never a failure.
 *
 * @throws the signal's reason
 */
export async function writeCached(
  { artifact, tarball, bundle }: UnverifiedDownload,
  folder: string,
  context: StageContext,
): Promise<void> {
  const file = entryPath(artifact, folder);
  const partial = `${file}.${randomBytes(8).toString("hex")}${partialSuffix}`;
  try {
    makeFolders(path.dirname(file));
    await removeAbandoned(path.dirname(file));
    const handle = await open(partial, "wx", 0o644);
    try {
      await handle.writeFile(`pyverify-cache-1 ${bundle.length}\n`);
      await handle.writeFile(bundle, { signal: context.signal });
      await handle.writeFile(tarball.bytes, { signal: context.signal });
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    context.signal.throwIfAborted();
    const reason = messageOf(error);
    const message = `the cache is of no use: cannot write to ${path.dirname(file)}: ${reason}`;
    context.observe({ type: "warning", message });
  }
}

function entryPath(artifact: SourceTarball, folder: string): string {
  const key = createHash("sha256").update(redactUrl(artifact.url)).digest("hex");
  return path.join(folder, "downloads", `${artifact.fileName}-${key.slice(0, 32)}`);
}

/** Removes what builds that were killed left half-written. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(partialSuffix)) continue;
    const file = path.join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > abandonedAfter) await rm(file, { force: true });
  }
}
