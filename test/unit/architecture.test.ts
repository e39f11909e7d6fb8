import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const source = path.resolve(import.meta.dirname, "../../src");

/** The one way for data: a stage may use those before it, and nothing after it. */
const stages = [
  "base",
  "files",
  "http",
  "release",
  "source",
  // A lock takes what verify has established, and knows nothing of how.
  "lock",
  "trust",
  "verify",
  "pins",
  "extract",
  "compare",
  "prove",
  "evidence",
  "audit",
  "feed",
  "obtain-verified",
  "fetch-source",
  "fetch-with-fallback",
  "read-artifact",
  "find-bundle",
  "verify-artifact",
  "pin-release",
  "pin-files",
  "compare-release",
  "update-lock",
  "check-pins",
  "health-checks",
  "cli",
  "main",
  "bundled",
];

/** The only place that a package may be used in. */
const owners: Record<string, readonly string[]> = {
  "@noble/curves": ["verify"],
  "@sigstore/bundle": ["verify"],
  "@sigstore/core": ["trust", "verify"],
  "@sigstore/protobuf-specs": ["trust", "verify"],
  "@sigstore/tuf": ["trust"],
  "@sigstore/verify": ["trust", "verify"],
  citty: ["cli"],
  "jsonc-parser": ["base"],
  leven: ["cli"],
  picomatch: ["compare"],
  "log-update": ["cli"],
  "lzma-native": ["extract"],
  "p-map": ["base"],
  "tar-stream": ["extract", "prove", "evidence"],
  "tuf-js": ["trust"],
  "pe-library": ["prove"],
  resedit: ["prove"],
  sax: ["prove"],
  "smol-toml": ["lock"],
  valibot: ["base", "source", "trust", "verify", "lock", "prove", "evidence", "audit", "feed"],
  yauzl: ["prove"],
};

/** What each stage shows to those after it, where that is less than all of it. */
const doors: Record<string, readonly string[]> = {
  extract: [
    "extract/decode/check-decoder.ts",
    // A bundle is the decoding process, too.
    "extract/decode/decoder-argument.ts",
    "extract/decode/decoder-main.ts",
    "extract/extract.ts",
    "extract/prepare-extraction.ts",
    "extract/prove-release.ts",
    "extract/read-manifest.ts",
    "extract/tree/manifest.ts",
    "extract/limits.ts",
    "extract/top-folder.ts",
  ],
};

const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);
const modules = new Map(
  files.map((file) => [file, withoutComments(readFileSync(path.join(source, file), "utf8"))]),
);

describe("architecture", () => {
  it("finds the code that it is about", () => {
    expect(files).toContain("fetch-source.ts");
    expect(new Set(files.map(stageOf))).toEqual(new Set(stages));
  });

  it("lets every file import from its own stage and those before it", () => {
    const against = localImports().filter(
      ({ from, to }) => stages.indexOf(stageOf(to)) > stages.indexOf(stageOf(from)),
    );
    expect(against).toEqual([]);
  });

  it("lists no more than a screen of files in a folder", () => {
    const perFolder = new Map<string, number>();
    for (const file of files) {
      const folder = path.dirname(file);
      perFolder.set(folder, (perFolder.get(folder) ?? 0) + 1);
    }
    expect([...perFolder].filter(([, count]) => count > 15)).toEqual([]);
  });

  it("has no cycle", () => {
    const targets = new Map<string, string[]>();
    for (const { from, to } of localImports())
      targets.set(from, [...(targets.get(from) ?? []), to]);
    expect(files.filter((file) => reaches(file, file, targets))).toEqual([]);
  });

  it("has the same two files for every command, and nothing else", () => {
    const inRooms = files.filter((file) => file.startsWith("cli/commands/"));
    const rooms = [...new Set(inRooms.map((file) => path.dirname(file)))];
    expect(rooms.length).toBeGreaterThan(5);
    expect(inRooms.toSorted()).toEqual(
      rooms.flatMap((room) => [`${room}/definition.ts`, `${room}/run.ts`]).toSorted(),
    );
  });

  it("makes help, man page and completion of definitions, with no implementation", () => {
    const targets = new Map<string, string[]>();
    for (const { from, to } of localImports("static"))
      targets.set(from, [...(targets.get(from) ?? []), to]);
    const loaded = files.filter((file) =>
      ["cli/dispatch.ts", ...files.filter((name) => name.startsWith("cli/help/"))].some((start) =>
        reaches(start, file, targets),
      ),
    );
    expect(loaded).toContain("cli/commands/audit/definition.ts");
    expect(loaded.filter((file) => file.endsWith("/run.ts"))).toEqual([]);
    const heavy = new Set(["trust", "verify", "extract", "evidence", "audit", "fetch-source"]);
    // An address alone.
    expect(loaded.filter((file) => heavy.has(stageOf(file)))).toEqual(["trust/public-good.ts"]);
  });

  it("enters a stage through its door only", () => {
    const around = localImports().filter(
      ({ from, to }) => stageOf(from) !== stageOf(to) && doors[stageOf(to)]?.includes(to) === false,
    );
    expect(around).toEqual([]);
  });

  it("uses every package in its own stage only", () => {
    const strays = allImports()
      .filter(({ specifier }) => !specifier.startsWith(".") && !specifier.startsWith("node:"))
      .filter(
        ({ from, specifier }) => owners[packageOf(specifier)]?.includes(stageOf(from)) !== true,
      );
    expect(strays).toEqual([]);
  });

  it("casts nothing through any or unknown", () => {
    expect(matching(/\bas any\b|\bas unknown\b|<any>|:\s*any\b|@ts-/)).toEqual([]);
  });

  it("reads process where it starts only, and where it starts the decoder; prints nothing by itself", () => {
    expect(matching(/"node:process"|(?<![-#])\bprocess\??\./).toSorted()).toEqual([
      "bundled.ts",
      "extract/decode/start-decoder.ts",
      "main.ts",
    ]);
    expect(matching(/\bconsole\b/)).toEqual([]);
  });

  it("makes verified things in one place", () => {
    expect(matching(/new VerifiedArtifact\(/)).toEqual(["verify/verify.ts"]);
    expect(matching(/new VerifiedBundle\(/)).toEqual(["verify/verify.ts"]);
    expect(matching(/new SourceTree\(/)).toEqual(["extract/extract.ts"]);
    expect(matching(/new TrustedRoot\(/)).toEqual(["trust/trusted-root.ts"]);
    expect(matching(/new Printable\(/)).toEqual(["cli/terminal/printable.ts"]);
  });
});

interface Import {
  readonly from: string;
  readonly specifier: string;
}

/** Types are no imports when the program runs. */
function allImports(which: "all" | "static" = "all"): Import[] {
  const pattern =
    which === "all"
      ? /(?:\bfrom|\bimport|\bimport\(|new URL\()\s*"([^"\n]+)"/g
      : /^(?:import|export) (?!type )[^;]*?\bfrom "([^"\n]+)"/gm;
  return [...modules].flatMap(([from, text]) =>
    [...text.matchAll(pattern)].map(([, specifier = ""]) => ({ from, specifier })),
  );
}

function localImports(which?: "all" | "static"): { from: string; to: string }[] {
  return allImports(which)
    .filter(({ specifier }) => specifier.startsWith(".") && specifier.endsWith(".ts"))
    .map(({ from, specifier }) => ({ from, to: path.join(path.dirname(from), specifier) }));
}

function reaches(
  start: string,
  goal: string,
  targets: ReadonlyMap<string, string[]>,
  seen = new Set<string>(),
): boolean {
  return (targets.get(start) ?? []).some((next) => {
    if (next === goal) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(next, goal, targets, seen);
  });
}

function matching(pattern: RegExp): string[] {
  return [...modules].filter(([, text]) => pattern.test(text)).map(([file]) => file);
}

function stageOf(file: string): string {
  return (file.split("/")[0] ?? "").replace(/\.ts$/, "");
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "");
}
