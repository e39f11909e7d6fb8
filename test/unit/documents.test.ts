import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { exitCodes } from "../../src/base/errors.ts";
import { revokedCertificates, withdrawnFiles } from "../../src/release/withdrawn.ts";
import { artifactTypes } from "../../src/release/artifact-types.ts";
import { signedSeries } from "../../src/release/release-managers.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const documents = ["", "docs", "examples", "test/fixtures"].flatMap((folder) =>
  readdirSync(path.join(repository, folder), { recursive: folder !== "", encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join(folder, name)),
);

describe.each(documents)("%s", (document) => {
  it("links to files that are there", () => {
    const text = readFileSync(path.join(repository, document), "utf8");
    const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      ([, target = ""]) => target,
    );
    const missing = targets.filter(
      (target) => !existsSync(path.join(repository, path.dirname(document), target)),
    );
    expect(missing).toEqual([]);
  });
});

it("docs/exit-codes.md has every kind with its exit code", () => {
  const text = readFileSync(path.join(repository, "docs/exit-codes.md"), "utf8");
  for (const [kind, exitCode] of Object.entries(exitCodes)) {
    expect(text).toContain(`| ${exitCode} | \`${kind}\` |`);
  }
});

it.each(artifactTypes)("docs/artifacts.md has the $title", (type) => {
  const text = readFileSync(path.join(repository, "docs/artifacts.md"), "utf8");
  const rows = text.split("\n").filter((line) => line.startsWith(`| \`${type.kind}\` |`));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toContain(`\`${type.prefix}V${type.suffix}\``);
  expect(rows[0]).toContain(`| ${type.since} |`);
  expect(rows[0]?.replaceAll("`", "")).toContain(`| ${type.proof} |`);
});

it.each(signedSeries)("README.md has $series in its table of identities", (row) => {
  const text = readFileSync(path.join(repository, "README.md"), "utf8");
  const { series, signedSince, releaseManagers } = row;
  const [{ name, identity }] = releaseManagers;
  const cells = [series, signedSince, name, identity.subject, identity.issuer];
  expect(text.split("\n").map((line) => line.split(/ {2,}/).slice(0, 5))).toContainEqual(cells);
});

it("docs/withdrawn.md has every withdrawn file and revoked certificate with its sources", () => {
  const lines = readFileSync(path.join(repository, "docs/withdrawn.md"), "utf8").split("\n");
  const entries = [
    ...withdrawnFiles.map(({ sha256, file, replacedBy, sources }) =>
      [sha256, file, replacedBy].concat(sources),
    ),
    ...revokedCertificates.map(({ serial, sources }) => [serial].concat(sources)),
  ];
  const listed = lines.filter((line) => /^\| (?:file|certificate) /.test(line));
  expect(listed).toHaveLength(entries.length);
  for (const [index, words] of entries.entries()) {
    for (const word of words) expect(listed[index]).toContain(word);
  }
});
