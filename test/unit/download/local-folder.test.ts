import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readBounded, readHashed } from "../../../src/download/local-folder.ts";
import { sha256 } from "../../support/sigstore/key.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const { signal } = new AbortController();

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(() => workspace.remove());

describe("a file", () => {
  // It is read in pieces of a mebibyte, all at once.
  it.each([0, 1, 2 ** 20, 2 ** 20 + 1, 5 * 2 ** 20 - 1])(
    "of %d bytes is read whole and hashed as it is",
    async (size) => {
      const content = randomBytes(size);
      const file = join(workspace.work, "file");
      await writeFile(file, content);
      const read = await readHashed(file, size, signal);
      expect(read?.bytes.equals(content)).toBe(true);
      expect(read?.sha256).toBe(sha256(content).toString("hex"));
      expect((await readBounded(file, size, signal))?.equals(content)).toBe(true);
    },
  );

  it("that has less in it than it says it has is refused", async () => {
    // The kernel's files say that they have a page.
    await expect(readHashed("/sys/kernel/uevent_seqnum", 4096, signal)).rejects.toMatchObject({
      code: "not-readable",
      because: "it became shorter while it was read",
    });
  });
});
