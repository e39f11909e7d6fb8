import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addonOptions, makeAddon } from "../../scripts/addon.mjs";
import { makeSingleExecutable } from "../../scripts/single-executable.mjs";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { madeUpRelease } from "../support/made-up-release.ts";
import { pyverify } from "../support/pyverify.ts";
import { createPrivateAuthority, serveTls } from "../support/tls.ts";

let folder: string;
let executable: string;
let world: LocalWorld;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pyverify-standalone-"));
  executable = join(folder, "pyverify");
  const addon = join(folder, "lzma_native.node");
  makeAddon(addon, addonOptions({}));
  await makeSingleExecutable({ node: process.execPath, addon, executable });
  world = await createLocalWorld();
  await world.publish(await madeUpRelease({ version: "3.14.99", format: "tar.xz" }));
}, 180_000);
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => rm(join(world.workspace.work, "source"), { recursive: true, force: true }));

/** Fetches the made-up release: over TUF, and with the decoding process and its addon. */
async function fetch(env: Readonly<Record<string, string>> = {}, mirror = world.mirror.url) {
  const flags = world.flags.map((word) => (word === world.mirror.url ? mirror : word));
  return pyverify(
    world.workspace,
    ["fetch", "3.14.99", "--out", "source", "--retries", "0", ...flags],
    {
      env,
      program: { command: executable, arguments: [] },
    },
  );
}

describe("the standalone executable", () => {
  it("fetches a .tar.xz", async () => {
    expect(await fetch()).toMatchObject({ exitCode: 0 });
  });

  it.each(["--require", "--import"])(
    "runs nothing that NODE_OPTIONS names with %s",
    async (flag) => {
      const file = join(folder, "other-code.mjs");
      const mark = join(folder, `ran-by-${flag}`);
      await writeFile(file, `import fs from "node:fs"; fs.writeFileSync("${mark}", "");`);
      expect(await fetch({ NODE_OPTIONS: `${flag}=${file}` })).toMatchObject({ exitCode: 0 });
      expect((await readdir(folder)).filter((name) => name.startsWith("ran-by"))).toEqual([]);
    },
  );

  it("heeds no other option in NODE_OPTIONS either", async () => {
    const env = { NODE_OPTIONS: "--no-such-option --throw-deprecation" };
    expect(await fetch(env)).toMatchObject({ exitCode: 0 });
  });

  it("takes no module from NODE_PATH or HOME", async () => {
    const mark = join(folder, "ran-by-name");
    const code = `require("node:fs").writeFileSync("${mark}", "");`;
    const names = ["supports-color", "lzma-native", "node-gyp-build", "readable-stream"];
    for (const name of names) {
      for (const modules of [join(folder, "modules"), join(folder, ".node_modules")]) {
        await mkdir(join(modules, name), { recursive: true });
        await writeFile(join(modules, name, "index.js"), code);
      }
    }
    const env = { NODE_PATH: join(folder, "modules"), HOME: folder };
    expect(await fetch(env)).toMatchObject({ exitCode: 0 });
    expect(await readdir(folder)).not.toContain("ran-by-name");
  });

  it("loads no library that OPENSSL_CONF names", async () => {
    const configuration = join(folder, "openssl.cnf");
    await writeFile(
      configuration,
      "nodejs_conf = init\n[init]\nproviders = all\n[all]\nother = other\n" +
        `[other]\nmodule = ${join(folder, "nowhere.so")}\nactivate = 1\n`,
    );
    expect(await fetch({ OPENSSL_CONF: configuration })).toMatchObject({ exitCode: 0 });
  });

  it("trusts the authorities of NODE_EXTRA_CA_CERTS, as documented", async () => {
    const company = createPrivateAuthority();
    const secure = await serveTls(new URL(world.mirror.url).origin, company.issue(["127.0.0.1"]));
    try {
      const mirror = world.mirror.url.replace(new URL(world.mirror.url).origin, secure.origin);
      const ca = join(folder, "company.pem");
      await writeFile(ca, company.pem);
      expect(await fetch({}, mirror)).toMatchObject({ exitCode: 4 });
      expect(await fetch({ NODE_EXTRA_CA_CERTS: ca }, mirror)).toMatchObject({ exitCode: 0 });
    } finally {
      await secure.close();
    }
  });
});
