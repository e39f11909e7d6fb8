import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/*
 * The real bundles of test/fixtures are for tests alone, and so is everything else in test/: neither
 * the npm package nor what an image is built from has any of it.
 */
/** What npm says of one package. */
interface Packed {
  readonly files: readonly { readonly path: string }[];
}

const repository = join(import.meta.dirname, "../..");

it("the npm package has the program, its manual and its schemas, and nothing else", () => {
  const pack = ["pack", "--dry-run", "--json", "--ignore-scripts", "--offline"];
  const output = execFileSync("npm", pack, { cwd: repository, encoding: "utf8" });
  const packages: readonly Packed[] = Object.values(JSON.parse(output));
  const paths = packages.flatMap(({ files }) => files.map(({ path }) => path));
  expect(paths).toContain("schemas/receipt.schema.json");
  const { files }: { files: readonly string[] } = JSON.parse(
    readFileSync(join(repository, "package.json"), "utf8"),
  );
  expect(files).toEqual(expect.arrayContaining(["dist/pyverify.mjs", "dist/lzma_native.node"]));
  const expected =
    /^(?:man|schemas)\/|^dist\/(?:LICENSES\.txt|lzma_native\.node|pyverify\.mjs)$|^(?:package\.json|LICENSE|README\.md|CHANGELOG\.md)$/;
  expect(paths.filter((path) => !expected.test(path))).toEqual([]);
});

it("an image is built from the program and its packages, and nothing else", () => {
  const rules = readFileSync(join(repository, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(rules[0]).toBe("*");
  expect(rules.slice(1).toSorted()).toEqual(
    [
      "!package.json",
      "!package-lock.json",
      "!tsconfig.json",
      "!build.mjs",
      "!LICENSE",
      "!schemas",
      "!scripts",
      "!src",
    ].toSorted(),
  );
});
