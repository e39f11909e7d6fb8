import { build } from "esbuild";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { partLoader } from "../../scripts/part-loader.mjs";
import { insideComment, partsOf } from "../../scripts/parts.mjs";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pyverify-parts-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** The parts of a program of these sources, of which `main.js` runs first. */
async function partsFrom(sources: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(sources)) await writeFile(join(folder, name), text);
  const split = await build({
    absWorkingDir: folder,
    entryPoints: ["main.js"],
    outdir: "parts",
    bundle: true,
    format: "esm",
    platform: "node",
    splitting: true,
    metafile: true,
    write: false,
  });
  return partsOf(split, "main.js");
}

/** Runs a program as its file would, and gives what its first part exports. */
function run(parts: readonly { name: string; text: string }[]): unknown {
  const loader = partLoader({
    require: createRequire(import.meta.url),
    programUrl: "file:///p.mjs",
    programName: "p.mjs",
  });
  for (const [index, { name, text }] of parts.entries()) {
    loader.part(name, 1000 * index, runInThisContext(`() => {/*\n${insideComment(text)}*/}`));
  }
  return loader.usePart("main.js");
}

describe("the parts of a program", () => {
  it("run as the modules would, each when it is first asked for, once", async () => {
    const parts = await partsFrom({
      "main.js": `export const log = []; globalThis.log = log;
        export const later = async () => {
          const [b, c] = [await import("./b.js"), await import("./c.js")];
          return [b.twice(2), c.thrice(2), b.default, (await import("./b.js")) === b];
        };`,
      "b.js": `import { times } from "./shared.js"; log.push("b");
        export const twice = (n) => times(n, 2); export default "default of b";`,
      "c.js": `import { times as by } from "./shared.js"; log.push("c");
        export const thrice = (n) => by(n, 3);`,
      "shared.js": `log.push("shared"); export const times = (a, b) => a * b;`,
    });
    expect(parts.map(({ name }) => name)).toEqual(["main.js", "b.js", "shared.js", "c.js"]);
    const main = run(parts) as { log: string[]; later: () => Promise<unknown> };
    expect(main.log).toEqual([]);
    expect(await main.later()).toEqual([4, 6, "default of b", true]);
    expect(main.log).toEqual(["shared", "b", "c"]);
  });

  it("keep every character, also where a comment would end", async () => {
    const text = String.raw`/* a */ "*/ *\/ *\\/ **/ */*/" + /.*/.source`;
    expect(insideComment(text)).not.toContain("*/");
    const parts = await partsFrom({
      "main.js": `export const text = String.raw\`${text}\`;`,
    });
    expect(run(parts)).toEqual({ text });
  });

  it("name the lines on which they are", async () => {
    const parts = await partsFrom({
      "main.js": `export const fail = async () => (await import("./late.js")).default;`,
      "late.js": `\n\nthrow new Error("late"); export default 1;`,
    });
    const { fail } = run(parts) as { fail: () => Promise<unknown> };
    const line = (parts[1]?.text.split("\n") ?? []).findIndex((text) => text.includes('late"'));
    const failure = await fail().catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ stack: expect.stringContaining(`p.mjs:${1001 + line}:`) });
  });

  it.each([
    ["value is exported, and is set in 2 places", `export let value = 1; value = 2;`],
    ["value is exported, and is set in 2 places", `export let value = 1; value ??= 2;`],
    ["value is exported, and is set in 2 places", `export let value = 1; f(() => value++);`],
    ["a name of the part loader is taken", `const usePart = 1; export const value = usePart;`],
    ["no part is imported by import(value)", `export const value = 1; import(value);`],
  ])("are refused: %s", async (reason, late) => {
    const main = `import("./late.js").then(({ value }) => value);`;
    await expect(partsFrom({ "main.js": main, "late.js": late })).rejects.toThrow(reason);
  });

  it("are refused if one comes first for what it does, and gives nothing", async () => {
    const parts = partsFrom({
      "main.js": `import("./a.js"); import("./b.js");`,
      "a.js": `import "./first.js"; export const a = 1;`,
      "b.js": `import "./first.js"; export const b = 1;`,
      "first.js": `globalThis.first = true;`,
    });
    await expect(parts).rejects.toThrow("nothing imports anything by name from first.js");
  });
});
