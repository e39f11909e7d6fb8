import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bundledDependencies } from "../../../src/evidence/bundled-dependencies.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const mpdecimal = {
  SPDXID: "SPDXRef-PACKAGE-mpdecimal",
  name: "mpdecimal",
  versionInfo: "2.5.1",
  downloadLocation: "https://www.bytereef.org/software/mpdecimal/releases/mpdecimal-2.5.1.tar.gz",
  checksums: [{ algorithm: "SHA256", checksumValue: "9".repeat(64) }],
};

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(() => workspace.remove());

async function tree(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(workspace.work, path, ".."), { recursive: true });
    await writeFile(join(workspace.work, path), content);
  }
  return workspace.work;
}

function list(...packages: readonly object[]): string {
  return JSON.stringify({ spdxVersion: "SPDX-2.3", packages });
}

describe("what a source tree bundles", () => {
  test("is nothing where the tree says and holds nothing", async () => {
    expect(bundledDependencies(await tree({}))).toEqual({ dependencies: [], vendored: [] });
  });

  test("is what it lists, and the wheels of ensurepip, by name", async () => {
    const { dependencies, vendored, problem } = bundledDependencies(
      await tree({
        "Misc/sbom.spdx.json": list(mpdecimal),
        "Lib/ensurepip/_bundled/pip-25.2-py3-none-any.whl": "a wheel",
        "Lib/ensurepip/_bundled/setuptools-65.5.0-py3-none-any.whl": "another",
        "Lib/ensurepip/_bundled/README.txt": "no wheel",
      }),
    );
    expect(problem).toBeUndefined();
    expect(dependencies.map(({ name, versionInfo }) => `${name} ${versionInfo}`)).toEqual([
      "mpdecimal 2.5.1",
      "pip 25.2",
      "setuptools 65.5.0",
    ]);
    expect(vendored.map(({ name }) => name)).toEqual(["mpdecimal"]);
    const digest = createHash("sha256").update("a wheel").digest("hex");
    expect(dependencies[1]).toMatchObject({
      downloadLocation: "NOASSERTION",
      checksums: [{ algorithm: "SHA256", checksumValue: digest }],
      externalRefs: [{ referenceType: "purl", referenceLocator: "pkg:pypi/pip@25.2" }],
    });
  });

  test("names a wheel once, though the tree should list it too", async () => {
    const { dependencies, vendored } = bundledDependencies(
      await tree({
        "Misc/sbom.spdx.json": list({ ...mpdecimal, name: "pip" }),
        "Lib/ensurepip/_bundled/pip-25.2-py3-none-any.whl": "a wheel",
      }),
    );
    expect(dependencies).toMatchObject([{ name: "pip", versionInfo: "2.5.1" }]);
    expect(vendored).toEqual([]);
  });

  test.each([
    ["is not JSON", "{", /JSON/],
    ["is of another version", list().replace("2.3", "3.0"), /spdxVersion/],
    ["lacks a version", list({ ...mpdecimal, versionInfo: undefined }), /packages\.0\.versionInfo/],
    ["has an identifier that is none", list({ ...mpdecimal, SPDXID: "x y" }), /SPDXID/],
    ["has an identifier twice", list(mpdecimal, { ...mpdecimal, name: "expat" }), /two packages/],
    [
      "has the SBOM's own identifier",
      list({ ...mpdecimal, SPDXID: "SPDXRef-DOCUMENT" }),
      /two packages/,
    ],
    [
      "takes the identifier of a wheel",
      list({ ...mpdecimal, SPDXID: "SPDXRef-PACKAGE-pip" }),
      /two packages/,
    ],
    ["is far too large", " ".repeat(5 * 1024 * 1024 + 1), /bytes/],
  ])("is told apart from a list that %s", async (_, text, problem) => {
    const found = bundledDependencies(await tree({ "Misc/sbom.spdx.json": text }));
    expect(found).toEqual({
      dependencies: [],
      vendored: [],
      problem: expect.stringMatching(problem),
    });
  });
});
