import { cp } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { pyverify } from "../support/pyverify.ts";
import { realArtifacts, realBundles } from "../support/real-bundles.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(() => workspace.remove());

/*
 * The commits of docker-library/python in which versions.sh wrote these: e4727fde, c859f2b9, ced4ac7c,
 * ce782e24 and cd33ad0a. Without what it has from elsewhere: variants, and setuptools' version.
 */
const theirs = {
  "3.10": {
    checksums: {
      source: { sha256: "de6517421601e39a9a3bc3e1bc4c7b2f239297423ee05e282598c83ec0647505" },
    },
    version: "3.10.20",
  },
  "3.11": {
    checksums: {
      source: { sha256: "272179ddd9a2e41a0fc8e42e33dfbdca0b3711aa5abf372d3f2d51543d09b625" },
    },
    version: "3.11.15",
  },
  "3.13": {
    checksums: {
      source: { sha256: "2ab91ff401783ccca64f75d10c882e957bdfd60e2bf5a72f8421793729b78a71" },
      windows: { sha256: "3c9c81d80f91c002ced86d645422d81432c68c7d9b6b0e974768ca2e449a4d00" },
    },
    version: "3.13.13",
  },
  "3.14": {
    checksums: {
      source: { sha256: "a97d5549e9ad81fe17159ed02c68774ad5d266c72f8d9a0b5a9c371fe85d902b" },
      windows: { sha256: "b68ad91421afbbd1a628105199c8c5f6179b21ba799067a8d8c0bbac3b7defb0" },
    },
    version: "3.14.3",
  },
  "3.14-rc": {
    checksums: {
      source: { sha256: "646dc945e49c73a141896deda12d43f3f293fd69426774c16fc43496180e8fcd" },
      windows: { sha256: "638ac495e0e43ccbb76f6116f78cb7b27f55ee8461ffcb4d9e7ee0f7b996a144" },
    },
    version: "3.14.0rc3",
  },
};

it("pin --as docker-library writes what versions.sh wrote of the same real bundles, byte for byte", async () => {
  const place = join(workspace.work, "python");
  for (const folder of ["3.10.20", "3.11.15", "3.13.13", "3.14.3", "3.14.0"]) {
    await cp(join(realBundles, folder), join(place, folder), { recursive: true });
  }
  for (const folder of ["3.13.13", "3.14.3", "3.14.0"]) {
    await cp(join(realArtifacts, folder), join(place, folder), { recursive: true });
  }
  const series = ["3.10", "3.11", "3.13", "3.14", "3.14-rc"];
  const flags = ["--as", "docker-library", "--from", "python", "--offline"];
  const run = await pyverify(workspace, ["pin", ...series, ...flags]);
  expect(run).toMatchObject({ exitCode: 0, stdout: `${JSON.stringify(theirs, undefined, 2)}\n` });
});
