import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRegistry } from "../workflows/registry.ts";
import { docker, tryDocker } from "./docker.ts";

/** A registry on loopback, which other builders take the engine's images from. */
export interface ImageRegistry {
  /** `127.0.0.1:PORT`, which leads the names of its images */
  readonly address: string;
  /**
   * Gives it an image that the engine has.
   *
   * @returns the name by which it has the image
   */
  push(image: string, name: string): Promise<string>;
  /** Stops it, and takes out of the engine what came from it. */
  stop(): Promise<void>;
}

export async function startImageRegistry(): Promise<ImageRegistry> {
  const folder = await mkdtemp(join(tmpdir(), "pyverify-registry-"));
  const registry = await startRegistry("docker-registry", folder);
  const { address } = registry;
  return {
    address,
    push: async (image, name) => {
      const pushed = `${address}/${name}:test`;
      await docker(["tag", image, pushed]);
      await docker(["push", "--quiet", pushed]);
      await docker(["rmi", pushed]);
      return pushed;
    },
    stop: async () => {
      const { stdout } = await tryDocker(["images", "--format", "{{.Repository}}:{{.Tag}}"]);
      const taken = stdout
        .toString()
        .split("\n")
        .filter((name) => name.startsWith(`${address}/`));
      if (taken.length > 0) await tryDocker(["rmi", "--force", ...taken]);
      await registry.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
