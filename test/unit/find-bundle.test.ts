import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PyverifyError } from "../../src/base/errors.ts";
import { type BundlePlace, findBundle } from "../../src/find-bundle.ts";
import { type GivenArtifact, readArtifact } from "../../src/read-artifact.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

const { signal } = new AbortController();
const context = { observe: () => undefined, signal };
const unasked = () =>
  Promise.reject(new PyverifyError("network", "unreachable", "nobody is asked"));
const http = { get: unasked, head: unasked };

let workspace: Workspace;
let artifact: GivenArtifact;
beforeEach(async () => {
  workspace = await createWorkspace();
  await writeFile(inside("Python-3.14.0.tgz"), "tarball");
  await writeFile(inside("there"), "here");
  artifact = await readArtifact({ type: "file", text: inside("Python-3.14.0.tgz") }, signal);
});
afterEach(() => workspace.remove());

function inside(name: string): string {
  return join(workspace.work, name);
}

describe("a path that is given and leads nowhere is a wrong path", () => {
  it.each([
    ["--bundle", () => ({ type: "file", path: inside("nowhere") })],
    ["--signature", () => detached("nowhere", "there")],
    ["--certificate", () => detached("there", "nowhere")],
  ] as [string, () => BundlePlace][])("with %s", async (flag, place) => {
    await expect(findBundle(artifact, place(), context)).rejects.toMatchObject({
      kind: "filesystem",
      code: "not-readable",
      message: `${inside("nowhere")} cannot be read`,
      hint: `check the path given with ${flag}`,
    });
  });
});

function detached(signature: string, certificate: string): BundlePlace {
  const rekor = { http, url: "https://rekor.example" };
  return {
    type: "detached",
    signature: inside(signature),
    certificate: inside(certificate),
    rekor,
  };
}

it("a file without a bundle beside it is answered with where to get one", async () => {
  await expect(findBundle(artifact, { type: "beside" }, context)).rejects.toMatchObject({
    kind: "release",
    code: "bundle-not-found",
    message: `${inside("Python-3.14.0.tgz.sigstore")} does not exist`,
    hint: expect.stringContaining("--bundle"),
  });
});
