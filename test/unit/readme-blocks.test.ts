import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const repository = join(import.meta.dirname, "../..");
const documents = ["README.md", ...globSync("examples/**/*.md", { cwd: repository })];
const files = globSync("examples/**/{Containerfile,*.hcl,*.yml,*.lock}", { cwd: repository }).map(
  (name) => readFileSync(join(repository, name), "utf8"),
);

test.each(documents)("every Dockerfile in %s is an example, or lines of one", (document) => {
  const text = readFileSync(join(repository, document), "utf8");
  const blocks = [...text.matchAll(/^```(?:dockerfile|hcl|ya?ml)\n([\s\S]*?)^```$/gm)];
  const strangers = blocks
    .map((block) => block[1] ?? "")
    .filter((block) => !files.some((file) => file.includes(block)));
  expect(strangers).toEqual([]);
});

test("the README shows at least the minimal example", () => {
  const minimal = readFileSync(join(repository, "examples/minimal/Containerfile"), "utf8");
  expect(readFileSync(join(repository, "README.md"), "utf8")).toContain(minimal);
});

test.each(documents)(
  "every build in %s names its Containerfile, which buildx looks for by no name",
  (document) => {
    const text = readFileSync(join(repository, document), "utf8");
    const builds = [...text.matchAll(/^ {4}docker buildx build .*$/gm)].map(([line]) => line);
    expect(builds.filter((line) => !line.includes(" -f Containerfile "))).toEqual([]);
  },
);
