import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Artifact, readArtifact } from "../../../src/cli/commands/verify/artifact.ts";
import { type BundleArguments, findBundle } from "../../../src/cli/flags/bundle-flags.ts";
import { PyverifyError } from "../../../src/base/errors.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const { signal } = new AbortController();
const context = { observe: () => undefined, signal };
const unasked = () =>
  Promise.reject(new PyverifyError("network", "unreachable", "nobody is asked"));
const http = { get: unasked, head: unasked };

let workspace: Workspace;
let artifact: Artifact;
beforeEach(async () => {
  workspace = await createWorkspace();
  await writeFile(inside("Python-3.14.0.tgz"), "tarball");
  await writeFile(inside("there"), "here");
  artifact = await readArtifact(inside("Python-3.14.0.tgz"), signal);
});
afterEach(() => workspace.remove());

function inside(name: string): string {
  return join(workspace.work, name);
}

describe("a path that is given and leads nowhere is a wrong path", () => {
  it.each([
    ["--bundle", { bundle: "nowhere" }],
    ["--signature", { signature: "nowhere", certificate: "there" }],
    ["--certificate", { signature: "there", certificate: "nowhere" }],
  ] as const)("with %s", async (flag, names) => {
    const args: BundleArguments = Object.fromEntries(
      Object.entries(names).map(([name, file]) => [name, inside(file)]),
    );
    await expect(findBundle(artifact, args, http, context)).rejects.toMatchObject({
      kind: "filesystem",
      code: "not-readable",
      message: `${inside("nowhere")} does not exist`,
      hint: `check the path given with ${flag}`,
    });
  });
});

it("a file without a bundle beside it is answered with where to get one", async () => {
  await expect(findBundle(artifact, {}, http, context)).rejects.toMatchObject({
    kind: "release",
    code: "bundle-not-found",
    message: `${inside("Python-3.14.0.tgz.sigstore")} does not exist`,
    hint: expect.stringContaining("--bundle"),
  });
});
