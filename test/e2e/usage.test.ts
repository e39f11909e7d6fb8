import { open } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
import { expectRefusal } from "../support/expect-refusal.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

describe("a command line that cannot be meant", () => {
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await createWorkspace();
  });
  afterEach(async () => {
    await workspace.remove();
  });

  it("names an unknown command", async () => {
    await expectRefusal(workspace, ["fech", "3.14.0"], {
      kind: "usage",
      code: "unknown-command",
      says: ['"fech" is not a command', "did you mean pyverify fetch?"],
    });
  });

  it("refuses a variable that would do nothing, and a protection that it cannot give", async () => {
    await expectRefusal(workspace, ["fetch", "3.14.4"], {
      kind: "usage",
      code: "unknown-variable",
      says: ["PYVERIFY_LOCKFILE is no setting of pyverify", "did you mean PYVERIFY_LOCK?"],
      env: { PYVERIFY_LOCKFILE: "pyverify.lock" },
    });
    await expectRefusal(workspace, ["resolve", "3.14"], {
      kind: "usage",
      code: "variable-not-honoured",
      says: ["PYVERIFY_OFFLINE is set, and pyverify resolve cannot obey it"],
      env: { PYVERIFY_OFFLINE: "1" },
    });
  });

  it("refuses a variable's name for its value", async () => {
    await expectRefusal(workspace, ["fetch", "3.14.4", "--out", "$OUT"], {
      kind: "usage",
      code: "invalid-value",
      says: ['--out is "$OUT", which nothing has expanded', "set PYVERIFY_OUT"],
    });
  });

  it("says which version is meant", async () => {
    await expectRefusal(workspace, ["fetch", "3.14-slim"], {
      kind: "usage",
      code: "invalid-version",
      says: ['"3.14-slim" is not a CPython version', "did you mean 3.14?"],
    });
  });

  it("says that flags stand behind the command", async () => {
    await expectRefusal(workspace, ["--verbose", "fetch", "3.14.0"], {
      kind: "usage",
      code: "unknown-flag",
      says: ["--verbose stands before any command", "pyverify COMMAND [ARGUMENTS] [FLAGS]"],
    });
  });

  it("tells a tarball from the bundle that is to be inspected", async () => {
    await expectRefusal(workspace, ["inspect", "Python-3.14.0.tar.xz"], {
      kind: "usage",
      code: "invalid-value",
      says: ["a tarball and no bundle", "pyverify inspect Python-3.14.0.tar.xz.sigstore"],
    });
    await expectRefusal(workspace, ["inspect", "Python-3.14.0.tar.xz.sigstore"], {
      kind: "filesystem",
      code: "not-readable",
      says: ["it does not exist"],
    });
  });

  it("tells a bundle from the tarball that is to be verified", async () => {
    await expectRefusal(workspace, ["verify", "Python-3.14.0.tar.xz.sigstore"], {
      kind: "usage",
      code: "invalid-value",
      says: [
        "Python-3.14.0.tar.xz.sigstore is a bundle",
        "try pyverify verify Python-3.14.0.tar.xz;",
      ],
    });
  });

  it("names a file that is larger than any release", async () => {
    const file = await open(join(workspace.work, "Python-3.14.0.tar.xz"), "w");
    await file.truncate(200 * 1024 * 1024);
    await file.close();
    await expectRefusal(workspace, ["verify", "--offline", "Python-3.14.0.tar.xz"], {
      kind: "filesystem",
      code: "file-too-large",
      says: ["Python-3.14.0.tar.xz is too large"],
    });
  });
});
