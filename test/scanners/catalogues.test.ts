import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, tryDocker } from "../image/docker.ts";
import { realTarballsAreThere } from "../support/real-tarballs.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";
import { realEvidence } from "./evidence.ts";
import { tool } from "./tools.ts";

/*
 * What syft lists of CPython 3.14.0: of the SBOMs, and of the image that the docker-library
 * example makes. No database of vulnerabilities is asked.
 */

const syft = await tool("syft", "version");

/** What no package manager knows of in CPython 3.14.0. */
const vendored = [
  "expat 2.7.3",
  "hacl-star 4ef25b547b377dcef855db4289c6a00580e7221c",
  "macholib 1.0",
  "mpdecimal 2.5.1",
];

describe.skipIf(!realTarballsAreThere)("the SBOMs of CPython 3.14.0", () => {
  let workspace: Workspace;
  let evidence: string;
  beforeAll(async () => {
    workspace = await createWorkspace();
    evidence = await realEvidence(workspace, "3.14.0");
  });
  afterAll(() => workspace.remove());

  test.runIf(syft !== undefined).each(["sbom.spdx.json", "sbom.cdx.json"])(
    "syft lists all of %s, each once, if it is given that",
    async (name) => {
      const listed = await bySyft("convert", join(evidence, name));
      expect(listed).toEqual(["CPython 3.14.0", ...vendored, "pip 25.2"]);
    },
  );

  test.runIf(syft !== undefined)(
    "syft reads none that it comes across, unless it is told to",
    async () => {
      const folder = join(workspace.work, "with-an-sbom");
      await mkdir(folder);
      await copyFile(join(evidence, "vendored.cdx.json"), join(folder, "vendored.cdx.json"));
      expect(await bySyft("scan", `dir:${folder}`)).toEqual([]);
      expect(await bySyft("scan", `dir:${folder}`, withSboms)).toEqual(vendored);
    },
  );
});

const image = "pyverify-example-docker-library:test";
const imageIsThere = (await tryDocker(["image", "inspect", image])).exitCode === 0;
if (!imageIsThere) {
  console.warn(
    `\nSKIPPED: no image ${image}; PYVERIFY_COMPILE_CPYTHON=1 npm run test:image -- test/image/docker-library.test.ts makes it\n`,
  );
}

describe.skipIf(!imageIsThere)("the docker-library example's image", () => {
  let folder: string;
  let archive: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pyverify-scanned-"));
    archive = join(folder, "image.tar");
    await docker(["save", "--output", archive, image]);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.runIf(syft !== undefined)("syft finds Python and pip in it, each once", async () => {
    expect(await bySyft("scan", `docker-archive:${archive}`)).toEqual([
      "pip 25.2",
      "python 3.14.0",
    ]);
  });

  test.runIf(syft !== undefined)(
    "syft finds the parts of Python too, each once, if it is told to read SBOMs",
    async () => {
      expect(await bySyft("scan", `docker-archive:${archive}`, withSboms)).toEqual([
        ...vendored,
        "pip 25.2",
        "python 3.14.0",
      ]);
    },
  );
});

/** What makes syft read SBOMs that lie in what it scans. */
const withSboms = "--select-catalogers=+sbom-cataloger";

/** @returns what it lists besides Debian's packages, one line for each entry, sorted */
async function bySyft(...args: readonly string[]): Promise<string[]> {
  const outcome = await syft?.(...args, "--quiet", "--output=syft-json");
  const { artifacts }: { artifacts: readonly SyftPackage[] } = JSON.parse(outcome?.stdout ?? "");
  return artifacts
    .filter(({ type, foundBy }) => type !== "deb" && foundBy !== launchers)
    .map(({ name, version }) => `${name} ${version}`)
    .toSorted();
}

/** What finds the six launchers for Windows that pip brings: six files, each an entry of its own. */
const launchers = "pe-binary-package-cataloger";

interface SyftPackage {
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly foundBy: string;
}
