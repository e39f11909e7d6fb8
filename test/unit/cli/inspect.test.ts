import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findCommand } from "../../../src/cli/registry.ts";
import { recordingHost } from "../../support/recording-host.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(() => workspace.remove());

describe("inspect", () => {
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
