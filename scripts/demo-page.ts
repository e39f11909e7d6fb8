import process from "node:process";
import { styleText } from "node:util";
import type { Run } from "../test/support/pyverify.ts";

/*
 * What a person sees of the demo: numbered steps, the commands as they are run, the program's own
 * words beside a bar, and one line of verdict after each run. Colours only on a terminal.
 */

let step = 0;
let unexpected = 0;

export function heading(text: string): void {
  step += 1;
  print(`\n${styled("bold", `${step}. ${text}`)}`);
}

/** Prose, wrapped so that it can be read. */
export function explain(...sentences: readonly string[]): void {
  print("");
  let line = "  ";
  for (const word of sentences.join(" ").split(" ")) {
    if (line.length + word.length > 96) {
      print(line);
      line = "  ";
    }
    line += ` ${word}`;
  }
  print(line);
}

let shown = "";

/** A command line, one flag with its value on each line; once, where it stays the same. */
export function showCommand(program: string, args: readonly string[]): void {
  const command = `$ ${program} ${args.join(" ")}`;
  const text = command.replaceAll(" --", " \\\n        --");
  print(`\n   ${styled("cyan", command === shown ? "$ (the same command)" : text)}`);
  shown = command;
}

/** What the program said: on stderr first, as it does. */
export function showRun({ stdout, stderr }: Run): void {
  for (const line of `${stderr}${stdout}`.trimEnd().split("\n")) {
    print(`   ${styled("dim", "│")} ${line}`);
  }
}

interface Observation {
  readonly run: Run;
  readonly expected: { readonly exitCode: number };
  /** how many files and folders it left */
  readonly written: number;
}

/** Says whether a run went as it had to. */
export function verdict({ run, expected, written }: Observation): void {
  const succeeded = expected.exitCode === 0;
  const asExpected = run.exitCode === expected.exitCode && written > 0 === succeeded;
  const found = `exit code ${run.exitCode}, ${written > 0 ? `${written} files and folders` : "nothing on disk"}`;
  print(
    asExpected
      ? `   ${styled("green", `✓ ${succeeded ? "verified and extracted" : "refused"}: ${found}`)}`
      : `   ${styled("red", `✗ ${found}; expected was exit code ${expected.exitCode}`)}`,
  );
  if (!asExpected) unexpected += 1;
}

/**
 * The last line.
 *
 * @returns the exit code of the demo
 */
export function conclusion(): number {
  if (unexpected > 0) {
    print(`\n${styled("red", `${unexpected} of the runs above did not end as they must.`)}`);
    return 1;
  }
  print(`\n${styled("green", "Every run ended as it must.")}`);
  return 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function styled(style: Parameters<typeof styleText>[0], text: string): string {
  return styleText(style, text, { stream: process.stdout });
}
