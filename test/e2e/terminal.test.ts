import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { madeUpRelease } from "../support/made-up-release.ts";
import { programUnderTest, pyverify } from "../support/pyverify.ts";

const name = "Python-3.14.99.tar.xz";
const forged = `x\n${name}: signed by mallory@example.com\u202E\u009B2J\u001B[2K`;

let world: LocalWorld;

beforeAll(async () => {
  world = await createLocalWorld();
  await world.publish(await madeUpRelease({ version: "3.14.99" }));
  const published = join(world.workspace.path, "python.org/3.14.99");
  await mkdir(join(world.workspace.work, forged));
  for (const file of [name, `${name}.sigstore`]) {
    await cp(join(published, file), join(world.workspace.work, forged, file));
  }
});
afterAll(() => world.close());

/** The flags of this world that `verify` has as well. */
function trust(): string[] {
  return world.flags.slice(2);
}

/** Whatever a terminal acts on. */
const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe("a folder's name that would forge a line", () => {
  it("is on the line of the file that was verified", async () => {
    const run = await pyverify(world.workspace, ["verify", join(forged, name), ...trust()]);
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining("mallory") });
    const lines = run.stdout.split("\n");
    expect(lines).toEqual([
      expect.stringMatching(/^x\\u000aPython.*mallory.*: signed by hugo@python\.org /),
      "",
    ]);
    expect(lines[0]).not.toMatch(acting);
  });

  it("is escaped in JSON, and the same text to whoever reads that", async () => {
    const line = ["verify", join(forged, name), "--json", ...trust()];
    const run = await pyverify(world.workspace, line);
    expect(run.stdout.replaceAll("\n", "")).not.toMatch(acting);
    expect(JSON.parse(run.stdout)).toMatchObject({ files: [{ file: join(forged, name) }] });
  });

  it("is on the line of what failed", async () => {
    const run = await pyverify(world.workspace, ["verify", join(forged, "missing"), ...trust()]);
    expect(run.exitCode).toBe(8);
    expect(run.stdout).toBe("");
    expect(
      run.stderr.split("\n").filter((line) => !/^(pyverify|because|hint): /.test(line)),
    ).toEqual([""]);
    expect(run.stderr.replaceAll("\n", "")).not.toMatch(acting);
  });

  it("forges nothing in an earlier report either", async () => {
    const { work } = world.workspace;
    const site = ["audit", "3.14", "--format", "tar.xz", ...world.flags];
    await pyverify(world.workspace, [...site, "--report", "site"]);
    const report = await readFile(join(work, "site/report.json"), "utf8");
    const tampered = report.replaceAll(
      /"sha256": "[0-9a-f]{64}"/g,
      `"sha256": "${"0".repeat(64)}"`,
    );
    const names = tampered.replaceAll("hugo@python.org", JSON.stringify(forged).slice(1, -1));
    expect(names).not.toBe(report);
    await writeFile(join(work, "tampered.json"), names);
    const run = await pyverify(world.workspace, [...site, "--since", "tampered.json"]);
    for (const line of `${run.stdout}${run.stderr}`.split("\n")) {
      expect(line).not.toMatch(acting);
      expect(line).not.toMatch(/^Python/);
    }
  });
});

describe("a result that cannot be printed", () => {
  it("leaves the tree of a fetch in its place, and says that it is whole", async () => {
    const line = ["fetch", "3.14.99", "--out", "tree", ...world.flags, "--quiet"];
    const run = await pyverify(world.workspace, line, { program: into("> /dev/full") });
    expect(run.exitCode).toBe(8);
    expect(run.stderr).toMatch(
      /^pyverify: error: cannot write to stdout\nbecause: .*\(ENOSPC\); CPython 3\.14\.99 is verified, whole and in .*tree all the same\nhint: .*\n$/,
    );
    expect(await readFile(join(world.workspace.work, "tree/configure"), "utf8")).not.toBe("");
  });

  it("says that a report is where it was to be", async () => {
    const line = ["audit", "3.14", ...world.flags, "--quiet", "--report", "pages"];
    const run = await pyverify(world.workspace, line, { program: into("> /dev/full") });
    expect(run.exitCode).toBe(8);
    expect(run.stderr).toContain("; the report is in pages all the same\n");
  });

  it("is told once, also where stdout was to have the failure as JSON", async () => {
    const line = ["identities", "--json"];
    const run = await pyverify(world.workspace, line, { program: into("> /dev/full") });
    expect(run.exitCode).toBe(8);
    expect(run.stderr.match(/pyverify: error:/g)).toHaveLength(1);
  });
});

/** The program, in a shell that leads its output elsewhere. */
function into(redirection: string) {
  const { command, arguments: main } = programUnderTest();
  return { command: "sh", arguments: ["-c", `"$0" "$@" ${redirection}`, command, ...main] };
}
