import { execFileSync } from "node:child_process";
import { arch, cpus, loadavg, release as kernel, totalmem } from "node:os";
import type { Result } from "./contender.ts";

/** Prints one table; ratios are to the row that `baseline` names, and left out where it is missing. */
export function printTable(title: string, results: readonly Result[], baseline: string): void {
  const peer = results.find(({ name }) => name === baseline)?.median;
  console.log(`\n### ${title}\n`);
  console.log("| | median | fastest | of the peer's | processor | peak memory |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
  for (const { name, median, fastest, processor, memory } of results) {
    const cells = [
      name,
      duration(median),
      duration(fastest),
      ratio(median, peer, name === baseline),
      processor === undefined ? "–" : `${processor.toFixed(2)} s`,
      memory === undefined ? "–" : `${memory.toFixed(0)} MB`,
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

function ratio(median: number, peer: number | undefined, isPeer: boolean): string {
  if (peer === undefined) return "–";
  return isPeer ? "1" : (median / peer).toFixed(2);
}

/** Says in one line which contenders are not in a table, and what for. */
export function printLeftOut(
  leftOut: readonly string[],
  missing: readonly string[],
  hasRatios: boolean,
): void {
  const programs = [...new Set(missing)].join(", ");
  const ratios = hasRatios ? "" : "; without the peer there are no ratios";
  console.log(`\nLeft out: ${leftOut.join("; ")}. Not on this machine: ${programs}${ratios}.`);
}

function duration(seconds: number): string {
  return seconds < 0.02 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(3)} s`;
}

/** Says what the numbers were measured on and with. */
export function printMachine(
  programs: Readonly<Record<string, readonly [string, ...string[]]>>,
): void {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  console.log(`- machine: ${cpus().length} × ${processor?.model.trim()}, ${memory} GB, ${arch()}`);
  console.log(`- Linux ${kernel()}, load at the start ${loadavg()[0]?.toFixed(1)}`);
  console.log(`- Node ${process.version}`);
  for (const [name, command] of Object.entries(programs)) {
    console.log(`- ${name}: ${firstLine(command)}`);
  }
}

function firstLine([program, ...words]: readonly [string, ...string[]]): string {
  try {
    const output = execFileSync(program, words, { encoding: "utf8", stdio: "pipe" });
    const lines = output.split("\n").map((line) => line.slice(0, 60));
    return (lines.find((line) => /\d+\.\d+/.test(line)) ?? lines[0] ?? "").trim();
  } catch {
    return "not there";
  }
}
