import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addonOptions, checkMachine, makeAddon } from "../../scripts/addon.mjs";

const prebuilds = join(
  dirname(createRequire(import.meta.url).resolve("lzma-native/package.json")),
  "prebuilds",
);
const prebuilt = (platform: string): string => join(prebuilds, platform, "node.napi.node");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pyverify-addon-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("checkMachine", () => {
  test("takes an x64 addon for x64", () => {
    expect(() => checkMachine(prebuilt("linux-x64"), "x64")).not.toThrow();
  });

  test("refuses what lzma-native publishes as its linux-arm64 addon", () => {
    expect(() => checkMachine(prebuilt("linux-arm64"), "arm64")).toThrow(
      /node\.napi\.node is for x64, not for arm64/,
    );
  });

  test.each(["darwin-arm64", "win32-x64"])("refuses an addon for %s", (platform) => {
    expect(() => checkMachine(prebuilt(platform), "x64")).toThrow(/for no known machine/);
  });

  test("refuses a file that is too short to say", () => {
    const file = join(folder, "short.node");
    writeFileSync(file, "\x7fELF");
    expect(() => checkMachine(file, "x64")).toThrow(/for no known machine/);
  });
});

describe("addonOptions", () => {
  test.each([
    ["amd64", "x64"],
    ["x64", "x64"],
    ["arm64", "arm64"],
  ])("takes %s for %s", (wanted, architecture) => {
    expect(addonOptions({ TARGET_ARCH: wanted })).toMatchObject({ architecture });
  });

  test.each(["riscv64", "constructor", "ARM64"])("knows no %s", (wanted) => {
    expect(() => addonOptions({ TARGET_ARCH: wanted })).toThrow(`no addon can be made for`);
  });
});

describe("makeAddon", () => {
  const noCompiler = { compiler: "/nowhere/g++", liblzmaPrefix: undefined };

  test("takes the prebuilt addon where there is no compiler, and says so", () => {
    const file = join(folder, "prebuilt.node");
    const said = makeAddon(file, {
      ...noCompiler,
      architecture: "x64",
      liblzmaAtLeast: undefined,
    });
    expect(said).toMatch(
      /^prebuilt by lzma-native with liblzma 5\.2\.3.*because .*\/nowhere\/g\+\+/,
    );
    expect(() => checkMachine(file, "x64")).not.toThrow();
  });

  test("fails instead where a liblzma is demanded, as in the image", () => {
    const file = join(folder, "demanded.node");
    const options = { ...noCompiler, architecture: "x64", liblzmaAtLeast: "5.8" } as const;
    expect(() => makeAddon(file, options)).toThrow(/no liblzma 5\.8 to compile the addon against/);
  });

  test("leaves nothing where the prebuilt addon is for another machine", () => {
    const file = join(folder, "wrong.node");
    const options = { ...noCompiler, architecture: "arm64", liblzmaAtLeast: undefined } as const;
    expect(() => makeAddon(file, options)).toThrow(/has to be compiled/);
    expect(() => checkMachine(file, "x64")).toThrow(/ENOENT/);
  });
});
