import { Readable } from "node:stream";
import { extract } from "tar-stream";
import { build } from "./build.ts";

/** One path in an image, without a leading slash. */
export interface ImageEntry {
  readonly path: string;
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** modification time, in seconds since 1970 */
  readonly mtime: number;
}

/** The files of an image by their paths, as the engine would mount them. */
export type ImageContents = ReadonlyMap<string, ImageEntry>;

/**
 * Builds and lists what the last stage holds, all layers together.
 *
 * @param flags what `docker buildx build` is given, without `--output`
 */
export async function buildAndList(flags: readonly string[]): Promise<ImageContents> {
  const { stdout } = await build(["--output=type=tar,dest=-", ...flags]);
  return list(stdout);
}

/** Lists an image that is already there. */
export async function listImage(name: string): Promise<ImageContents> {
  const { stdout } = await build(["--output=type=tar,dest=-", "-"], `FROM ${name}\n`);
  return list(stdout);
}

/** The paths of an image that another one does not have. */
export function addedTo(base: ImageContents, image: ImageContents): readonly ImageEntry[] {
  return [...image.values()].filter(({ path }) => !base.has(path));
}

/** Lists a file system that was exported as a tar file. */
export async function list(tar: Buffer): Promise<ImageContents> {
  const contents = new Map<string, ImageEntry>();
  const archive = extract();
  archive.on("entry", ({ name, type, mode, uid, gid, size, mtime }, stream, next) => {
    const path = name.replace(/\/$/, "");
    const [owner, group] = [uid ?? 0, gid ?? 0];
    contents.set(path, {
      path,
      type: type ?? "file",
      mode: mode ?? 0,
      uid: owner,
      gid: group,
      size: size ?? 0,
      mtime: (mtime?.getTime() ?? 0) / 1000,
    });
    stream.on("end", next);
    stream.resume();
  });
  await new Promise<void>((resolve, reject) => {
    archive.on("finish", () => resolve());
    archive.on("error", reject);
    Readable.from([tar]).pipe(archive);
  });
  return contents;
}
