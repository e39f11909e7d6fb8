import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../buildpack/run.ts";
import { docker, tryDocker } from "../image/docker.ts";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";
import { realEvidence } from "./evidence.ts";
import { madeUpDatabase } from "./grype-database.ts";
import {
  byGrype,
  bySbomOfTrivy,
  bySyft,
  byTrivy,
  grype,
  syft,
  trivy,
  withSboms,
} from "./scanners.ts";

/*
 * What scanners list of CPython 3.14.0: of the SBOMs, and of the image that the docker-library
 * example makes. No real database of vulnerabilities is asked.
 */

/** What no package manager knows of in CPython 3.14.0. */
const vendored = [
  "expat 2.7.3",
  "hacl-star 4ef25b547b377dcef855db4289c6a00580e7221c",
  "macholib 1.0",
  "mpdecimal 2.5.1",
];

/** What vulnerability databases know by its CPE. */
const known = [
  ["python", "python"],
  ["libexpat_project", "libexpat"],
  ["bytereef", "mpdecimal"],
] as const;

const wholeSboms = ["sbom.spdx.json", "sbom.cdx.json"];

let workspace: Workspace;
let config: string;
beforeAll(async () => {
  workspace = await createWorkspace();
  if (grype !== undefined) config = await madeUpDatabase(grype, workspace.work, known);
});
afterAll(() => workspace.remove());

test.each(Object.entries({ syft, trivy, grype }).filter(([, scanner]) => scanner !== undefined))(
  "docs/receipts.md speaks of the version of %s that is here",
  async (name, scanner) => {
    const said = await scanner?.("version");
    const version = /^Version:\s+(\S+)$/m.exec(said?.stdout ?? "")?.[1];
    const receipts = await readFile(join(import.meta.dirname, "../../docs/receipts.md"), "utf8");
    expect(receipts).toContain(`| ${name} ${version} |`);
  },
);

describe.skipIf(!realTarballsAreThere)("the SBOMs of CPython 3.14.0", () => {
  let evidence: string;
  beforeAll(async () => {
    evidence = await realEvidence(workspace, "3.14.0");
  });

  /** @returns a folder with one of the SBOMs in it, and nothing else */
  async function folderWith(sbom: string): Promise<string> {
    const folder = await mkdtemp(join(workspace.work, "with-an-sbom-"));
    await copyFile(join(evidence, sbom), join(folder, sbom));
    return folder;
  }

  test.runIf(syft !== undefined).each(wholeSboms)(
    "syft lists all of %s, each once, if it is given that",
    async (name) => {
      const listed = await bySyft("convert", join(evidence, name));
      expect(listed).toEqual(["CPython 3.14.0", ...vendored, "pip 25.2"]);
    },
  );

  test.runIf(syft !== undefined)(
    "syft reads none that it comes across, unless it is told to",
    async () => {
      const folder = await folderWith("vendored.cdx.json");
      expect(await bySyft("scan", `dir:${folder}`)).toEqual([]);
      expect(await bySyft("scan", `dir:${folder}`, withSboms)).toEqual(vendored);
    },
  );

  test.runIf(trivy !== undefined).each(wholeSboms)(
    "trivy lists only what has a package URL of PyPI of %s",
    async (name) => {
      expect(await byTrivy("sbom", join(evidence, name))).toEqual(["macholib 1.0", "pip 25.2"]);
    },
  );

  test.runIf(trivy !== undefined)(
    "trivy lists all of an SBOM in the one that it makes of it",
    async () => {
      expect(await bySbomOfTrivy("sbom", join(evidence, "sbom.cdx.json"))).toEqual([
        "CPython 3.14.0",
        ...vendored,
        "pip 25.2",
      ]);
      // CPython, which the document is about, is what trivy's is about.
      expect(await bySbomOfTrivy("sbom", join(evidence, "sbom.spdx.json"))).toEqual([
        ...vendored,
        "pip 25.2",
      ]);
    },
  );

  test.runIf(trivy !== undefined)("trivy reads those that it comes across", async () => {
    const folder = await folderWith("vendored.cdx.json");
    expect(await byTrivy("rootfs", folder)).toEqual(["macholib 1.0"]);
    expect(await bySbomOfTrivy("rootfs", folder)).toEqual(["macholib 1.0"]);
  });

  test.runIf(trivy !== undefined).each([
    { purl: "pkg:generic/expat@2.7.3", listed: [] },
    { purl: "pkg:github/libexpat/libexpat@R_2_7_3", listed: [] },
    // Not where CPython has its parts from, or a user their CPython.
    { purl: "pkg:conan/expat@2.7.3", listed: ["part 2.7.3"] },
    { purl: "pkg:bitnami/python@3.14.0", listed: ["python 3.14.0"] },
  ])("trivy lists $listed of a part with the package URL $purl", async ({ purl, listed }) => {
    const components = [{ type: "library", name: "part", version: "1", purl }];
    const sbom = { bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components };
    const file = join(workspace.work, "part.cdx.json");
    await writeFile(file, JSON.stringify(sbom));
    expect(await byTrivy("sbom", file)).toEqual(listed);
  });

  test.runIf(grype !== undefined).each(wholeSboms)(
    "grype lists all of %s, each once, and looks up CPython and its parts",
    async (name) => {
      expect(await byGrype(`sbom:${join(evidence, name)}`, config)).toEqual({
        listed: ["CPython 3.14.0", ...vendored, "pip 25.2"],
        vulnerable: ["CPython 3.14.0", "expat 2.7.3", "mpdecimal 2.5.1"],
      });
    },
  );

  test.runIf(grype !== undefined)("grype reads none that it comes across", async () => {
    const folder = await folderWith("vendored.cdx.json");
    expect(await byGrype(`dir:${folder}`, config)).toEqual({
      listed: [],
      vulnerable: [],
    });
  });

  test.runIf(syft !== undefined && trivy !== undefined)(
    "beside the source, which has SBOMs of CPython's own, parts are listed twice",
    async () => {
      const folder = await folderWith("sbom.cdx.json");
      const tarball = join(realTarballs, "3.14.0/Python-3.14.0.tar.xz");
      const own = ["sbom", "externals"].map((name) => `Python-3.14.0/Misc/${name}.spdx.json`);
      const env = { PATH: process.env["PATH"] ?? "" };
      await run("tar", ["--extract", "--file", tarball, "--directory", folder, ...own], { env });
      const listed = await bySyft("scan", `dir:${folder}`, withSboms);
      expect(listed.filter((line) => line === "expat 2.7.3")).toHaveLength(2);
      // What builds for Windows take.
      expect(listed).toContain("openssl 3.0.18");
      expect(await byTrivy("rootfs", folder)).toEqual(["macholib 1.0", "macholib 1.0", "pip 25.2"]);
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

  test.runIf(trivy !== undefined)("trivy finds pip and macholib, and no Python", async () => {
    const expected = ["macholib 1.0", "pip 25.2"];
    expect(await byTrivy("image", "--input", archive)).toEqual(expected);
    expect(await bySbomOfTrivy("image", "--input", archive)).toEqual(expected);
  });

  test.runIf(grype !== undefined)("grype finds Python and pip, and looks Python up", async () => {
    expect(await byGrype(`docker-archive:${archive}`, config)).toEqual({
      listed: ["pip 25.2", "python 3.14.0"],
      vulnerable: ["python 3.14.0"],
    });
  });

  test.runIf(syft !== undefined && grype !== undefined)(
    "grype looks up the parts of Python too, if syft told it of them",
    async () => {
      const listing = join(folder, "syft.json");
      await syft?.("scan", `docker-archive:${archive}`, withSboms, `--output=syft-json=${listing}`);
      expect(await byGrype(`sbom:${listing}`, config)).toEqual({
        listed: [...vendored, "pip 25.2", "python 3.14.0"],
        vulnerable: ["expat 2.7.3", "mpdecimal 2.5.1", "python 3.14.0"],
      });
    },
  );
});
