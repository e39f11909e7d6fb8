import type * as fs from "node:fs";
import {
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openStaging } from "../../../src/files/staging.ts";
import { isRoot } from "../../support/mounts.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

/** What another user does as soon as a folder has been made; they may, where the parent is theirs. */
let afterMaking: (place: string) => void = () => undefined;
vi.mock("node:fs", { spy: true });

let workspace: Workspace;
let out: string;
let victim: string;
beforeEach(async () => {
  workspace = await createWorkspace();
  out = join(workspace.work, "out");
  victim = join(workspace.home, "victim");
  mkdirSync(victim);
  const { mkdirSync: real } = await vi.importActual<typeof fs>("node:fs");
  vi.mocked(mkdirSync).mockImplementation((place, options) => {
    const made = real(place, options);
    if (String(place).includes("/.pyverify-")) afterMaking(String(place));
    return made;
  });
});
afterEach(async () => {
  afterMaking = () => undefined;
  vi.mocked(mkdirSync).mockRestore();
  await workspace.remove();
});

describe.each(["missing", "an empty folder"])(
  "where another user owns what %s lies in",
  (state) => {
    beforeEach(() => {
      if (state !== "missing") mkdirSync(out);
    });

    test("a link in the staging folder's place is not written through", () => {
      const staging = openStaging(out);
      swap(state === "missing" ? workspace.work : out);
      writeFileSync(join(staging.path, "configure"), "ours");
      staging.publish(0);
      expect(readdirSync(victim)).toEqual([]);
      expect(readFileSync(join(out, "configure"), "utf8")).toBe("ours");
    });

    test("nothing is removed through a link in its place", () => {
      writeFileSync(join(victim, "configure"), "the victim's");
      const staging = openStaging(out);
      swap(state === "missing" ? workspace.work : out);
      writeFileSync(join(staging.path, "configure"), "ours");
      staging.discard();
      expect(readdirSync(victim)).toEqual(["configure"]);
    });

    test("a link that is there before the new folder is opened is refused", () => {
      afterMaking = (place) => {
        renameSync(place, join(workspace.tmp, "stolen"));
        symlinkSync(victim, place);
      };
      expect(() => openStaging(out)).toThrow(expect.objectContaining({ kind: "filesystem" }));
      expect(readdirSync(victim)).toEqual([]);
    });

    test.runIf(isRoot)("a folder of theirs in its place is refused", () => {
      afterMaking = (place) => chownSync(place, 12_345, 12_345);
      expect(() => openStaging(out)).toThrow(
        expect.objectContaining({ kind: "filesystem", code: "folder-unsafe" }),
      );
    });
  },
);

/** Puts a link to the victim in the place of the staging folder. */
function swap(parent: string): void {
  const name = readdirSync(parent).find((entry) => entry.startsWith(".pyverify-")) ?? "";
  renameSync(join(parent, name), join(workspace.tmp, "stolen"));
  symlinkSync(victim, join(parent, name));
}
