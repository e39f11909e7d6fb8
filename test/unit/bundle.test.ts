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
  ["the standalone executable", bundleForExecutable],
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

  it("has the decoding thread's program as a function, and knows where it begins", () => {
    const lines = program.text.split("\n");
    const above = lines.indexOf("function decodingThread(require) {");
    expect(above).toBeGreaterThan(1);
    expect(lines.filter((line) => line.includes("${decodingThread}"))).toEqual([
      expect.stringContaining(`"\\n".repeat(${above})`),
    ]);
  });
});
