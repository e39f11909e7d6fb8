import { copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findCommand } from "../../../src/cli/registry.ts";
import { realArtifacts } from "../../support/real-bundles.ts";
import { recordingHost } from "../../support/recording-host.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(() => workspace.remove());

const real = (path: string): string => join(realArtifacts, path);

/** What `inspect` prints of a bundle. */
async function inspected(...args: readonly string[]): Promise<string> {
  const host = recordingHost();
  expect(await findCommand("inspect")?.run([...args], host)).toBe(0);
  return host.printed.stdout;
}

describe("inspect", () => {
  it("says which file of which release a bundle is named after, and who has to have signed it", async () => {
    const bundle = real("3.13.5/python-3.13.5-embed-arm64.zip.sigstore");
    expect(await inspected(bundle)).toContain(`
  named after   python-3.13.5-embed-arm64.zip, embeddable zip (ARM64) of CPython 3.13.5
                to be signed by thomas@python.org (https://accounts.google.com)
`);
    expect(JSON.parse(await inspected(bundle, "--json"))).toMatchObject({
      namedAfter: {
        file: "python-3.13.5-embed-arm64.zip",
        version: "3.13.5",
        artifact: "embed-arm64",
        signers: [{ identity: "thomas@python.org", issuer: "https://accounts.google.com" }],
      },
    });
  });

  it("says nothing of a name that no file of a release has", async () => {
    const renamed = join(workspace.work, "bundle.sigstore");
    await copyFile(real("3.13.5/python-3.13.5-embed-arm64.zip.sigstore"), renamed);
    expect(await inspected(renamed)).not.toContain("named after");
    expect(JSON.parse(await inspected(renamed, "--json"))).not.toHaveProperty("namedAfter");
  });

  it.each([
    ["python-3.14.0-amd64.exe", "a Windows installer (64-bit)"],
    ["windows-3.14.0.json", "an index for Windows"],
    ["python-3.14.0-macos11.pkg", "a macOS package"],
    ["Python-3.14.0.tgz", "a tarball"],
  ])("tells %s from its bundle", async (name, title) => {
    await expect(findCommand("inspect")?.run([name], recordingHost())).rejects.toMatchObject({
      code: "invalid-value",
      message: `${name} is ${title} and no bundle`,
      hint: `try pyverify inspect ${name}.sigstore`,
    });
  });

  // Root may search any folder, so that these stand for EACCES: what existsSync calls missing too.
  it.each([
    ["in a folder that is none", "file/x.sigstore", /^ENOTDIR: /],
    ["that is a link in a circle", "circle", /^ELOOP: /],
    ["that is a folder", "folder", /^it is a folder and not a file$/],
    ["that is missing", "missing", /^it does not exist$/],
  ])("says of a bundle %s why it cannot be read", async (_, name, because) => {
    await writeFile(join(workspace.work, "file"), "");
    await symlink("circle", join(workspace.work, "circle"));
    await mkdir(join(workspace.work, "folder"));
    const path = join(workspace.work, name);
    await expect(findCommand("inspect")?.run([path], recordingHost())).rejects.toMatchObject({
      kind: "filesystem",
      code: "not-readable",
      message: `${path} cannot be read`,
      because: expect.stringMatching(because),
    });
  });
});
