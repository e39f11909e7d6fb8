import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Mirror, serveMirror } from "../support/mirror.ts";
import { publicGoodTrustedRoot } from "../support/public-good.ts";
import { programUnderTest } from "../support/pyverify.ts";
import { realBundles } from "../support/real-bundles.ts";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";
import { serveTufRepository, type TufRepository } from "../support/sigstore/tuf-repository.ts";
import { findTranscripts, type TranscriptStep, writeTranscript } from "../support/transcripts.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

/*
 * Every terminal that the README shows is run again, on real releases: a mirror and a TUF repository
 * with Sigstore's real trusted root stand in for the Internet. `UPDATE_TRANSCRIPTS=1` writes what
 * the program prints into the README.
 */
const readme = join(import.meta.dirname, "../../README.md");
const transcripts = findTranscripts(await readFile(readme, "utf8"));
const isUpdate = process.env["UPDATE_TRANSCRIPTS"] === "1";
const tarballName = "3.14.0/Python-3.14.0.tar.xz";

it("the README shows every command", () => {
  const shown = transcripts.flatMap(({ steps }) => steps.map(({ command }) => command));
  const commands = new Set(shown.map((line) => line.split(" ")[1]));
  for (const name of [
    "fetch",
    "verify",
    "resolve",
    "pin",
    "audit",
    "check",
    "inspect",
    "identities",
  ]) {
    expect(commands).toContain(name);
  }
});

describe("the README's transcript", () => {
  let workspace: Workspace;
  let mirror: Mirror;
  let tuf: TufRepository;

  beforeAll(async () => {
    workspace = await createWorkspace();
    mirror = await serveMirror(await layOutMirror(join(workspace.path, "mirror")));
    tuf = await serveTufRepository(publicGoodTrustedRoot());
    await writeFile(join(workspace.path, "root.json"), tuf.root);
    await layOutFiles(workspace.work);
    await symlink(realBundles, join(workspace.work, "bundles"));
  });
  afterAll(async () => {
    await Promise.all([mirror?.close(), tuf?.close(), workspace?.remove()]);
  });

  const cases = transcripts.map(({ block, steps }) => {
    const commands = steps.map(({ command }) => `$ ${command}`).join("\n");
    return { block, steps, commands };
  });
  it.for(cases)("$commands", async ({ block, steps }, { skip }) => {
    skip(!realTarballsAreThere && steps.some(needsTarball), "it needs a real tarball");
    const run: TranscriptStep[] = [];
    let exitCode = 0;
    for (const { command } of steps) {
      if (command === "echo $?") {
        run.push({ command, output: `${exitCode}\n` });
        continue;
      }
      const result = await execute(command);
      exitCode = result.exitCode;
      run.push({ command, output: result.output });
    }
    const actual = writeTranscript(run);
    if (isUpdate) {
      const document = await readFile(readme, "utf8");
      await writeFile(
        readme,
        document.replace(block, () => actual),
      );
    }
    expect(isUpdate ? block : actual).toBe(block);
  });

  /** Runs a command line without a shell of its own, both streams in the order of their writing. */
  async function execute(line: string): Promise<{ output: string; exitCode: number }> {
    const [program, ...args] = line.split(" ");
    if (program !== "pyverify") throw new Error(`"${line}" is not a command of pyverify`);
    const { command, arguments: prefix } = programUnderTest();
    const script = 'exec "$0" "$@" 2>&1';
    const env = {
      HOME: workspace.home,
      TMPDIR: workspace.tmp,
      ...(args[0] === "audit" ? {} : { PYVERIFY_MIRROR: mirror.url }),
      ...(args[0] === "fetch" && !args.includes("--offline")
        ? { PYVERIFY_TUF_MIRROR: tuf.url, PYVERIFY_TUF_ROOT: join(workspace.path, "root.json") }
        : { PYVERIFY_TRUSTED_ROOT: "embedded" }),
    };
    const options = { cwd: workspace.work, env, maxBuffer: 10_000_000 };
    try {
      const { stdout } = await promisify(execFile)(
        "sh",
        ["-c", script, command, ...prefix, ...args],
        options,
      );
      return { output: shown(stdout), exitCode: 0 };
    } catch (error) {
      const { stdout, code } = error as { stdout: string; code: number };
      return { output: shown(stdout), exitCode: code };
    }
  }

  /** What differs from machine to machine, as the reader's fast machine would have it. */
  function shown(output: string): string {
    return output
      .replaceAll(mirror.url, "https://www.python.org/ftp/python/")
      .replaceAll(tuf.url, "https://tuf-repo-cdn.sigstore.dev")
      .replaceAll(workspace.work, "/src")
      .replaceAll(/^ {2}mirror .*\n/gm, "")
      .replaceAll(/tuf, from .*/g, "tuf")
      .replaceAll(/^pyverify: .*\b(?:[kM]B\/s|\d+ of \d+).*\n/gm, "");
  }
});

/** Whether a command reads a tarball, and not only its bundle or its name. */
function needsTarball({ command }: TranscriptStep): boolean {
  return command.startsWith("pyverify fetch ") || /^pyverify verify \S+\.tar\.xz$/.test(command);
}

/** python.org's folder for 3.14.0; where there is no tarball, the name is all that is asked about. */
async function layOutMirror(folder: string): Promise<string> {
  await mkdir(join(folder, "3.14.0"), { recursive: true });
  await symlink(
    join(realBundles, `${tarballName}.sigstore`),
    join(folder, `${tarballName}.sigstore`),
  );
  if (realTarballsAreThere) {
    await symlink(join(realTarballs, tarballName), join(folder, tarballName));
  } else {
    await writeFile(join(folder, tarballName), "");
  }
  return folder;
}

/** A real release, the same with one byte changed, one under another's name, and two pins. */
async function layOutFiles(folder: string): Promise<void> {
  const address = "https://www.python.org/ftp/python/3.14.0/Python-3.14.0";
  const sha256 = "2299dae542d395ce3883aca00d3c910307cd68e0b2f7336098c8e7b7eee9f3e9";
  const pins = ["tar.xz", "tgz"].map(
    (format) => `ADD --checksum=sha256:${sha256} ${address}.${format} /src/\n`,
  );
  await writeFile(join(folder, "Dockerfile"), pins.join(""));
  for (const [place, name] of [
    [".", "Python-3.14.0"],
    ["changed", "Python-3.14.0"],
    ["renamed", "Python-3.14.4"],
  ] as const) {
    await mkdir(join(folder, place), { recursive: true });
    const bundle = join(realBundles, `${tarballName}.sigstore`);
    await copyFile(bundle, join(folder, place, `${name}.tar.xz.sigstore`));
    if (!realTarballsAreThere) continue;
    const bytes = await readFile(join(realTarballs, tarballName));
    if (place === "changed") bytes[1_000_000] = (bytes[1_000_000] ?? 0) ^ 1;
    await writeFile(join(folder, place, `${name}.tar.xz`), bytes);
  }
}
