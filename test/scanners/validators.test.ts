import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";
import { madeUpEvidence, realEvidence } from "./evidence.ts";
import { tool } from "./tools.ts";

const pyspdxtools = await tool("pyspdxtools", "--help");
const ntiaChecker = await tool("ntia-checker", "--version");

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(() => workspace.remove());

const realVersions = realTarballsAreThere ? readdirSync(realTarballs) : [];

describe
  .skipIf(pyspdxtools === undefined || ntiaChecker === undefined)
  .each([
    ...["3.14.99", "3.15.0b1"].map((version) => ({ version, real: "made-up" })),
    ...realVersions.map((version) => ({ version, real: "real" })),
  ])("the SPDX document of the $real release $version", ({ version, real }) => {
  let sbom: string;
  beforeAll(async () => {
    const folder = await (real === "real"
      ? realEvidence(workspace, version)
      : madeUpEvidence(workspace, { version }));
    sbom = join(folder, "sbom.spdx.json");
  });

  test("is valid, says SPDX's own validator", async () => {
    expect(await pyspdxtools?.("--infile", sbom)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });

  test("has NTIA's minimum elements", async () => {
    const report = await ntiaChecker?.("--file", sbom);
    expect(report?.stdout).toMatch(/^Conformant: True$/m);
    expect(report?.stdout.match(/\| (True|False)$/gm)).toEqual(Array(7).fill("| True"));
    expect(report?.exitCode).toBe(0);
  });
});

describe("as docs/receipts.md says,", () => {
  test.runIf(ntiaChecker !== undefined)(
    "NTIA's supplier is missing where another than a release manager signed",
    async () => {
      const folder = await madeUpEvidence(workspace, {
        version: "3.14.98",
        signing: { identity: "mallory@example.com" },
        flags: [
          "--certificate-identity=mallory@example.com",
          "--certificate-oidc-issuer=https://github.com/login/oauth",
        ],
      });
      const report = await ntiaChecker?.("--file", join(folder, "sbom.spdx.json"));
      expect(report?.stdout).toMatch(/^Conformant: False$/m);
      expect(report?.stdout.match(/^.* \| False$/gm)).toEqual([
        expect.stringContaining("All component suppliers provided?"),
      ]);
    },
  );

  test.runIf(pyspdxtools !== undefined)(
    "SPDX's validator refuses a host without a dot",
    async () => {
      const folder = await madeUpEvidence(workspace, {
        version: "3.14.97",
        flags: ["--mirror=https://mirror/ftp/python/"],
      });
      const outcome = await pyspdxtools?.("--infile", join(folder, "sbom.spdx.json"));
      expect(outcome).toMatchObject({ exitCode: 1 });
      expect(outcome?.stderr).toContain("download_location must be a valid URL");
    },
  );
});
