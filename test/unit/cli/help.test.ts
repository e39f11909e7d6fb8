import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { artifactKinds } from "../../../src/release/artifact-types.ts";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { allDefinitions as commands } from "../../../src/cli/definitions.ts";
import { manPage } from "../../../src/cli/help/man-page.ts";
import { recordingHost } from "../../support/recording-host.ts";

const run = promisify(execFile);

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

it.each(commands.map((command) => command.name))(
  "the help of %s is broken between words in a narrow terminal",
  async (name) => {
    const { stdout } = await say([name, "--help"], 60);
    const examples = stdout.indexOf("\nexamples:");
    const tooLong = stdout
      .slice(0, examples)
      .split("\n")
      .filter((line) => line.length > 60 && !/^ {2}--as |^Each flag|^\s*\S+$/.test(line));
    expect(tooLong).toEqual([]);
    expect((await say([name, "--help"], 200)).stdout).toBe((await say([name, "--help"])).stdout);
  },
);

it("the help of a command without flags names none", async () => {
  expect((await say(["completion", "--help"])).stdout).toMatch(
    /^usage: pyverify completion SHELL$/m,
  );
});

it("the first screen lists every command and every exit code", async () => {
  const { stdout } = await say(["--help"]);
  for (const { name } of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
  for (const code of [0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(stdout).toMatch(new RegExp(`^ {2}${code} `, "m"));
});

it.each([
  ["verfy", "did you mean pyverify verify?"],
  ["ftech", "did you mean pyverify fetch?"],
  ["FETCH", "did you mean pyverify fetch?"],
  ["download", "see pyverify --help"],
  ["3.14.0", "did you mean pyverify fetch 3.14.0?"],
  ["latest", "did you mean pyverify fetch latest?"],
])("%s, which is no command, is answered with the one that was meant", async (word, hint) => {
  const { stderr, exitCode } = await say([word]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(`hint: ${hint}\n`);
});

it.each(["--version", "-V", "-v", "version"])("%s prints the version", async (word) => {
  expect(await say([word])).toEqual({
    stdout: expect.stringMatching(/^\d.*\n$/),
    stderr: "",
    exitCode: 0,
  });
});

it("a near miss of a value is answered with the value", async () => {
  const { stderr } = await say(["pin", "3.14", "--as", "dockerlibrary"]);
  expect(stderr).toMatch("hint: did you mean docker-library?\n");
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
    ...(["resolve", "audit"] as const).map((name): [string[], string[]] => [
      [name, "--artifact", ""],
      [...artifactKinds],
    ]),
    // The same flag of another command takes other values.
    [["pin", "--artifact", "al"], ["all"]],
    [["audit", "--artifact", "al"], [""]],
    [["resolve", "--h"], ["--help"]],
    [
      ["completion", ""],
      ["bash", "zsh", "fish", "--help"],
    ],
    [["help", "fe"], ["fetch"]],
    [["fetch", "--format", "=", "tg"], ["tgz"]],
    [
      ["fetch", "--format", "="],
      ["tar.xz", "tgz"],
    ],
    [
      ["fetch", "--trusted-root", ""],
      ["embedded", "tuf", "tuf,embedded"],
    ],
  ])("of %j offers %j", async (words, offers) => {
    const { stdout: script } = await say(["completion", "bash"]);
    const line = ["pyverify", ...words].map((word) => `'${word}'`).join(" ");
    const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _pyverify; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await run("bash", ["-c", `${script}\n${ask}`]);
    expect(stdout.trim().split("\n")).toEqual(offers);
  });
});

it.each([
  ["zsh", ":value:(source windows-amd64"],
  ["fish", "-x -a 'source windows-amd64"],
])("completion in %s offers the kinds of files", async (shell, words) => {
  const { stdout } = await say(["completion", shell]);
  const lines = stdout.split("\n").filter((line) => line.includes("windows-arm64"));
  expect(lines.join("\n").split(words).length - 1).toBe(3);
});

it.each(["zsh", "fish"])("completion in %s names every command and flag", async (shell) => {
  const { stdout } = await say(["completion", shell]);
  for (const { name, flags } of commands) {
    expect(stdout).toContain(name);
    for (const flag of Object.keys(flags))
      expect(stdout).toContain(shell === "fish" ? `-l ${flag}` : `--${flag}`);
  }
});

it("completion for another shell is refused", async () => {
  expect(await say(["completion", "csh"])).toMatchObject({ exitCode: 2 });
});

it("the manual page has every command and flag", () => {
  const page = manPage(commands);
  for (const { name, flags, operand } of commands) {
    expect(page).toContain(`.SS ${name}`);
    for (const flag of [...Object.keys(flags), operand?.name ?? ""])
      expect(page.toLowerCase()).toContain(flag.replaceAll("-", "\\-"));
  }
});

async function say(
  argv: string[],
  columns?: number,
): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  const host = recordingHost({}, { columns });
  const exitCode = await runCommandLine(argv, host);
  return { ...host.printed, exitCode };
}
