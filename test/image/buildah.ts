import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { type CommandRun, tryCommand } from "./docker.ts";

/** Whether all of these can be run. */
export function programsAreThere(...programs: readonly string[]): boolean {
  return programs.every((name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0);
}

/** Whether there is a buildah, skopeo to push images, and a registry to take them from. */
export const buildahIsThere = programsAreThere("buildah", "skopeo", "docker-registry");
if (!buildahIsThere) {
  console.warn("\nNO BUILDAH, skopeo or docker-registry: what they build is SKIPPED\n");
}

/** A buildah with a store of its own. */
export interface Buildah {
  /** Runs `buildah build` without a cache, which may fail. */
  build(flags: readonly string[]): Promise<CommandRun>;
  /** Removes the store. */
  remove(): Promise<void>;
}

/**
 * @param images what a Containerfile's names stand for: names of images in a registry without TLS
 */
export async function startBuildah(images: Readonly<Record<string, string>>): Promise<Buildah> {
  // Not below /tmp, which may be of a kind that overlay cannot lie on.
  const folder = await mkdtemp("/var/tmp/pyverify-buildah-");
  const store = ["--root", join(folder, "storage"), "--runroot", join(folder, "run")];
  const contexts = Object.entries(images).map(
    ([name, image]) => `--build-context=${name}=docker-image://${image}`,
  );
  const given = ["--tls-verify=false", "--network=host", "--http-proxy=false", "--no-cache"];
  return {
    build: async (flags) =>
      tryCommand("buildah", [...store, "build", ...given, ...contexts, ...flags]),
    remove: async () => {
      await tryCommand("buildah", [...store, "rmi", "--all", "--force"]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
