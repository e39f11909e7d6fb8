import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";
import { createBuildSite } from "./build-site.ts";
import { goIsThere } from "./go.ts";
import { buildLifecycle } from "./lifecycle.ts";

const wanted = process.env["PYVERIFY_COMPILE_CPYTHON"] !== undefined;
if (!wanted)
  console.warn("SKIPPED without PYVERIFY_COMPILE_CPYTHON: compiling CPython, minutes long");

/** Says which Python runs it, and whether bytecode counts whatever time the lifecycle gave a file. */
const app = `import importlib.util, json, sys
with open(importlib.util.cache_from_source(json.__file__), "rb") as bytecode:
    flags = bytecode.read(8)[4]
print(sys.version.split()[0], "checked by hash" if flags == 0b11 else "checked by time")
`;

test.runIf(wanted && realTarballsAreThere && (await goIsThere()))(
  "an app runs on CPython 3.14.0, compiled by the buildpack from what its release manager signed",
  { timeout: 1_800_000 },
  async () => {
    const site = await createBuildSite();
    try {
      const lifecycle = await buildLifecycle(site);
      await mkdir(join(site.path, "python.org"));
      await symlink(join(realTarballs, "3.14.0"), join(site.path, "python.org/3.14.0"));
      await site.setPlatform({
        PYVERIFY_MIRROR: site.mirror.url,
        PYVERIFY_TRUSTED_ROOT: "embedded",
        // Without all that takes long and is not looked at.
        BP_CPYTHON_CONFIGURE_FLAGS: "--without-ensurepip --disable-test-modules CFLAGS=-O0",
      });
      await site.write("runtime.txt", "python-3.14.0\n");
      await site.write("app.py", app);
      const { exitCode, stdout } = await lifecycle.creator("registry.test/app");
      expect(stdout).toContain("signed by     hugo@python.org (https://github.com/login/oauth)");
      expect(exitCode).toBe(0);
      expect(await lifecycle.launcher("python", "app.py")).toEqual({
        exitCode: 0,
        stderr: "",
        stdout: "3.14.0 checked by hash\n",
      });
    } finally {
      await site.close();
    }
  },
);
