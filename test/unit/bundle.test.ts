import { transform } from "esbuild";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleForExecutable, bundleForNode } from "../../scripts/bundle.mjs";

const repository = join(import.meta.dirname, "../..");

/** yauzl's table of the 256 characters of code page 437, which the build breaks in two. */
function isTable(line: string): boolean {
  return /^ *(?:var cp437 = )?"?(?:.*\\u25[0-9A-F]{2}){9}/.test(line);
}

function linesOf(file: string): readonly string[] {
  return readFileSync(join(repository, file), "utf8").split("\n");
}

describe.each([
  ["pyverify.mjs", () => bundleForNode("/usr/bin/env node")],
  ["the standalone executable", () => bundleForExecutable("pyverify.cjs")],
] as const)("the program of %s", (_name, bundle) => {
  let program: Awaited<ReturnType<typeof bundle>>;
  beforeAll(async () => {
    program = await bundle();
  });

  it("has no line that nobody can read", () => {
    const tooLong = program.text.split("\n").filter((line) => line.length >= 300);
    expect(tooLong.filter((line) => !isTable(line))).toEqual([]);
  });

  it("names each source above what comes of it, and holds none of it as a text", () => {
    const sources = program.inputs.filter((input) => input.startsWith("src/"));
    expect(sources.length).toBeGreaterThan(100);
    const lines = program.text.split("\n");
    expect(sources.filter((source) => !lines.includes(`// ${source}`))).toEqual([]);
    // A program within a string would bring its comments as `\n// src/...`.
    expect(lines.filter((line) => line.includes(String.raw`\n// src/`))).toEqual([]);
  });

  it("gives V8 nothing to read but the loader, and each part the line on which it is", () => {
    const lines = program.text.split("\n");
    const parts = partsIn(program.text);
    expect(parts.size).toBeGreaterThan(50);
    for (const { name, line } of parts.values()) {
      expect(lines[line - 1]).toBe(`part(${JSON.stringify(name)}, ${line}, () => {/*`);
    }
    const read = program.text.replaceAll(/\/\*.*?\*\//gs, "").split("\n");
    const expected = new RegExp(String.raw`^part\("[^"]+", \d+, \(\) => \{\}\);$`);
    const other = read.filter((line) => line.trim() !== "" && !expected.test(line));
    expect(other.length).toBeGreaterThan(10);
    expect(other.length).toBeLessThan(60);
  });

  it("takes hardly a package for its version, and for `verify` those of a signature", () => {
    const parts = partsIn(program.text);
    expect(packagesOf(["src/bundled.ts", "src/main.ts"], parts)).toEqual(["leven"]);
    const run = ["src/cli/commands/verify/run.ts", "src/verify-artifact.ts", "src/trust/trust.ts"];
    const verify = packagesOf(["src/cli/dispatch.ts", ...run], parts);
    expect(verify).toContain("@sigstore/verify");
    for (const other of ["tuf-js", "resedit", "pe-library", "yauzl", "sax", "log-update"]) {
      expect(verify).not.toContain(other);
    }
  });

  it("takes a few sources and one package to be the decoding process", () => {
    const parts = partsIn(program.text);
    const decoder = ["src/bundled.ts", "src/extract/decode/decoder-main.ts"];
    expect(packagesOf(decoder, parts)).toEqual([]);
    const lzma = [...parts.keys()].filter((name) => name.includes("node_modules/lzma-native/"));
    expect(packagesOf(lzma, parts)).toEqual(["lzma-native"]);
    const texts = loadedWith([...decoder, ...lzma], parts)
      .map(({ text }) => text)
      .join("\n");
    const sources = texts.match(/^\/\/ src\/.*/gm) ?? [];
    expect(sources).toContain("// src/extract/decode/xz-decoder.ts");
    expect(sources.length).toBeLessThan(15);
  });

  it("reads as code for other tools, by the line of docs/verify-this-image.md", async () => {
    const document = linesOf("docs/verify-this-image.md").join("\n");
    const command = /^sed -E '([^']+)' pyverify\.mjs/m.exec(document)?.[1] ?? "";
    expect(command).not.toBe("");
    const code = execFileSync("sed", ["-E", command], { input: program.text, maxBuffer: 2 ** 24 });
    // Every import, declaration and branch is one for a parser, and nothing is left in a comment.
    const { code: least } = await transform(code.toString(), { minify: true, treeShaking: false });
    expect(least.length).toBeGreaterThan(program.text.length / 3);
  });

  it("is made of nothing that the image's build does not have", () => {
    const sent = linesOf(".dockerignore").filter((line) => line.startsWith("!"));
    const copied = new Set(
      linesOf("Containerfile")
        .filter((line) => line.startsWith("COPY ") && !line.startsWith("COPY --"))
        .flatMap((line) => line.split(" ").slice(1, -1)),
    );
    const there = sent.map((line) => line.slice(1)).filter((name) => copied.has(name));
    const own = program.inputs.filter((input) => !input.startsWith("node_modules/"));
    const missing = own.filter(
      (input) => !there.some((name) => input === name || input.startsWith(`${name}/`)),
    );
    expect(missing).toEqual([]);
  });

  it("is the same each time, wherever the project lies", async () => {
    const again = await bundle();
    expect(again.text === program.text).toBe(true);
    expect(program.text.includes(repository)).toBe(false);
  });

  it("asks for Node's own modules and the addon, and for nothing else that may lie about", () => {
    const wanted = [
      ...program.text.matchAll(/\b(?:__)?require\d*\(\s*"([^"]+)"|\bimport\(([^)]*)/g),
    ];
    const names = new Set(wanted.map(([, name, imported]) => name ?? imported));
    expect(names.size).toBeGreaterThan(5);
    const others = [...names].filter((name = "") => !isBuiltin(name));
    expect(others.filter((name) => name !== "./lzma_native.node")).toEqual([]);
  });
});

interface PartOfBundle {
  readonly name: string;
  readonly line: number;
  readonly text: string;
}

function partsIn(program: string): ReadonlyMap<string, PartOfBundle> {
  const found = program.matchAll(/^part\("([^"]+)", (\d+), \(\) => \{\/\*\n(.*?)\*\/\}\);$/gms);
  return new Map(
    [...found].map(([, name = "", line, text = ""]) => [name, { name, line: Number(line), text }]),
  );
}

/** Some parts, with those that they load, but for what these ask for later. */
function loadedWith(
  names: readonly string[],
  parts: ReadonlyMap<string, PartOfBundle>,
): readonly PartOfBundle[] {
  const loaded = new Set(names);
  const found: PartOfBundle[] = [];
  for (const name of loaded) {
    const part = parts.get(name);
    if (part === undefined) throw new Error(`there is no part ${name}`);
    found.push(part);
    for (const [, other = ""] of part.text.matchAll(/ = usePart\("([^"]+)"\);$/gm))
      loaded.add(other);
  }
  return found;
}

/** The packages that are loaded with some parts. */
function packagesOf(
  names: readonly string[],
  parts: ReadonlyMap<string, PartOfBundle>,
): readonly string[] {
  const text = loadedWith(names, parts)
    .map((part) => part.text)
    .join("\n");
  const packages = [...text.matchAll(/^\/\/ .*node_modules\/((?:@[^/]+\/)?[^/]+)/gm)];
  return [...new Set(packages.map(([, found = ""]) => found))];
}
