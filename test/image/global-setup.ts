import { join } from "node:path";
import { buildImage, ensureBase, publishedName, repository, standaloneName } from "./build.ts";
import { dockerIsThere } from "./docker.ts";

/**
 * Makes, once for all suites, the image under test, under the name that the examples know it by,
 * and the bases that the examples use.
 */
export async function setup(): Promise<void> {
  if (!(await dockerIsThere())) {
    console.warn("\nNO DOCKER ENGINE: every image test is skipped\n");
    return;
  }
  const file = join(repository, "Containerfile");
  await buildImage(["--tag", publishedName, "--file", file, repository]);
  await buildImage(["--tag", standaloneName, "--target=standalone", "--file", file, repository]);
  for (const base of ["debian:trixie-slim", "alpine:3.22"]) await ensureBase(base);
}
