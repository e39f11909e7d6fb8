import { execFile } from "node:child_process";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { allCommands, runCommandLine } from "../../../src/cli/command-line.ts";
import type { Terminal } from "../../../src/cli/host.ts";
import { manPage } from "../../../src/cli/man-page.ts";

const run = promisify(execFile);
const commands = await allCommands();

describe.each(commands.map((command) => command.name))("the help of %s", (name) => {
  it("fits a screen, and has an example", async () => {
    const { stdout, exitCode } = await say([name, "--help"]);
    const lines = stdout.split("\n");
    expect(exitCode).toBe(0);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(55);
    expect(stdout).toMatch(/examples:\n {2}\S/);
  });
});

it("the first screen lists every command and every exit code", async () => {
  const { stdout } = await say(["--help"]);
  for (const { name } of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
  for (const code of [0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(stdout).toMatch(new RegExp(`^ {2}${code} `, "m"));
});

it("a near miss of a command is answered with the command", async () => {
  const { stderr, exitCode } = await say(["verfy"]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch("hint: did you mean pyverify verify?");
});

describe("completion in bash", () => {
  it.each([
    [["ver"], ["verify"]],
    [["fetch", "--trusted"], ["--trusted-root"]],
    [
      ["fetch", "--format", ""],
      ["tar.xz", "tgz"],
    ],
    [["inspect", "--j"], ["--json"]],
  ])("of %j offers %j", async (words, offers) => {
    const { stdout: script } = await say(["completion", "bash"]);
    const line = ["pyverify", ...words].map((word) => `'${word}'`).join(" ");
    const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _pyverify; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await run("bash", ["-c", `${script}\n${ask}`]);
    expect(stdout.trim().split("\n")).toEqual(offers);
  });
});

it.each(["zsh", "fish"])("completion in %s names every command and flag", async (shell) => {
  const { stdout } = await say(["completion", shell]);
  for (const { name, args } of commands) {
    expect(stdout).toContain(name);
    const flags = Object.keys(args).filter((flag) => args[flag]?.type !== "positional");
    for (const flag of flags)
      expect(stdout).toContain(shell === "fish" ? `-l ${flag}` : `--${flag}`);
  }
});

it("completion for another shell is refused", async () => {
  expect(await say(["completion", "csh"])).toMatchObject({ exitCode: 2 });
});

it("the manual page has every command and flag", () => {
  const page = manPage(commands);
  for (const { name, args } of commands) {
    expect(page).toContain(`.SS ${name}`);
    for (const flag of Object.keys(args))
      expect(page.toLowerCase()).toContain(flag.replaceAll("-", "\\-"));
  }
});

async function say(argv: string[]): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const exitCode = await runCommandLine(argv, {
    env: {},
    stdout: terminal(stdout),
    stderr: terminal(stderr),
    signal: new AbortController().signal,
  });
  stdout.end();
  stderr.end();
  return { stdout: await text(stdout), stderr: await text(stderr), exitCode };
}

function terminal(stream: PassThrough): Terminal {
  return {
    write: (words) => void stream.write(words),
    isTTY: false,
    columns: undefined,
    colors: false,
    stream,
  };
}
