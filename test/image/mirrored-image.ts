import { type Mirror, serveMirror } from "../support/mirror.ts";
import { realTarballs } from "../support/real-tarballs.ts";
import { build, imageInExamples, publishedName } from "./build.ts";
import { tryDocker } from "./docker.ts";

/** A mirror on this machine, and images that fetch from there unless they are told otherwise. */
export interface MirroredImages {
  readonly mirror: Mirror;
  /**
   * What makes a Containerfile that names pyverify's published image use one that fetches from the
   * mirror, so that the file itself stays as users copy it.
   */
  readonly flags: readonly string[];
  /** The same for an image that pyverify is mounted into. */
  readonly debianFlags: readonly string[];
  /** What the engine calls both images. */
  readonly pyverify: string;
  readonly debian: string;
  /** Stops the mirror, and takes both out of the engine. */
  close(): Promise<void>;
}

/**
 * Serves releases and derives images that fetch from there.
 *
 * @param folder laid out as https://www.python.org/ftp/python/; the real releases without it
 */
export async function mirroredImages(folder = realTarballs): Promise<MirroredImages> {
  const mirror = await serveMirror(folder);
  const pyverify = await derive(publishedName, "pyverify-mirrored", mirror);
  const debian = await derive("debian:trixie-slim", "debian-mirrored", mirror);
  return {
    mirror,
    flags: ["--build-context", `${imageInExamples}=docker-image://${pyverify}`],
    debianFlags: ["--build-context", `debian:trixie-slim=docker-image://${debian}`],
    pyverify,
    debian,
    close: async () => {
      await mirror.close();
      await tryDocker(["rmi", "--force", pyverify, debian]);
    },
  };
}

async function derive(image: string, name: string, mirror: Mirror): Promise<string> {
  // A tag of its own for each mirror, since several suites may run at once.
  const derived = `${name}:${new URL(mirror.url).port}`;
  const environment = `PYVERIFY_MIRROR=${mirror.url} PYVERIFY_TRUSTED_ROOT=embedded`;
  await build(["--tag", derived, "-"], `FROM ${image}\nENV ${environment}\n`);
  return derived;
}
