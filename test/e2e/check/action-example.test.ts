import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createLocalWorld, type LocalWorld } from "../../support/local-world.ts";
import { programUnderTest } from "../../support/pyverify.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";

const run = promisify(execFile);
const folder = join(import.meta.dirname, "../../../examples/github-actions/check");
const name = "Python-3.14.0.tgz";
const sha256 = createHash("sha256").update(name).digest("hex");

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly [
      { readonly run: string; readonly env: Readonly<Record<string, string>> },
    ];
  };
}

let world: LocalWorld;
let action: Action;
let bin: string;

beforeAll(async () => {
  world = await createLocalWorld();
  action = parse(await readFile(join(folder, "action.yml"), "utf8")) as Action;
  bin = join(world.workspace.path, "bin");
  await mkdir(bin);
  // Stands in for the engine: runs the program under test with what follows the image's name.
  const program = programUnderTest();
  const command = [program.command, ...program.arguments].map((word) => `'${word}'`).join(" ");
  await writeFile(
    join(bin, "docker"),
    `#!/bin/bash
while [ "$1" != ghcr.io/pyverify/pyverify:1 ]; do
  [ "$1" = --env ] && export "$2"
  shift
done
shift 2
exec ${command} check ${world.flags.join(" ")} "$@"
`,
  );
  await chmod(join(bin, "docker"), 0o755);
  const release = join(world.workspace.path, "python.org/3.14.0");
  await mkdir(release, { recursive: true });
  const signedAt = new Date("2026-03-01T12:00:00Z");
  const bundle = bytesOf(world.sigstore.sign(Buffer.from(name), { signedAt }));
  await writeFile(join(release, `${name}.sigstore`), bundle);
  await mkdir(join(world.workspace.work, "docker"));
});

afterAll(async () => {
  await world.close();
});

/** Runs the action's step as GitHub does, in the repository's root. */
async function act(
  inputs: Readonly<Record<string, string>> = {},
): Promise<{ exitCode: number; stdout: string }> {
  const [step] = action.runs.steps;
  const env: Record<string, string> = {
    PATH: `${bin}:${process.env["PATH"]}`,
    HOME: world.workspace.home,
  };
  for (const [variable, expression] of Object.entries(step.env)) {
    const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression)?.[1] ?? "";
    env[variable] = inputs[input] ?? action.inputs[input]?.default ?? "";
  }
  const shell = ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run];
  try {
    const { stdout } = await run("bash", shell, { cwd: world.workspace.work, env });
    return { exitCode: 0, stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { exitCode: code, stdout };
  }
}

function pinned(digest: string): Promise<void> {
  const line = `ADD --checksum=sha256:${digest} https://www.python.org/ftp/python/3.14.0/${name} /\n`;
  return writeFile(join(world.workspace.work, "docker/Dockerfile"), line);
}

describe("the composite action of the examples", () => {
  it("passes where every digest was signed", async () => {
    await pinned(sha256);
    const { exitCode, stdout } = await act();
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining("✓ 1 verified"),
    });
  });

  it("annotates the line of a wrong digest, fails, and writes SARIF where it is asked to", async () => {
    await pinned(createHash("sha256").update("another").digest("hex"));
    const { exitCode, stdout } = await act({ files: "docker/Dockerfile", sarif: "pins.sarif" });
    expect(exitCode).toBe(6);
    expect(stdout).toMatch(/^::error file=docker\/Dockerfile,line=1,col=23,/);
    const log = JSON.parse(await readFile(join(world.workspace.work, "pins.sarif"), "utf8"));
    expect(log.runs[0].results).toMatchObject([{ ruleId: "wrong-pin" }]);
  });

  it("takes several files, and fails on what is unknown where it is asked to", async () => {
    await pinned(sha256);
    const old = join(world.workspace.work, "docker/old");
    await writeFile(old, `${sha256}  Python-3.6.15.tgz\n`);
    const files = "docker/Dockerfile\ndocker/old\n";
    expect(await act({ files })).toMatchObject({ exitCode: 0 });
    expect(await act({ files, "fail-on-unknown": "true" })).toMatchObject({ exitCode: 6 });
  });

  it("runs nothing that an input says", async () => {
    await pinned(sha256);
    await act({
      files: "docker/$(touch${IFS}made)",
      "fail-on-unknown": "$(touch made)",
      sarif: "",
    });
    await expect(readFile(join(world.workspace.work, "made"))).rejects.toThrow("ENOENT");
  });
});
