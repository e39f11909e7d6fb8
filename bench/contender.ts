import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";

/** One program that does a task. */
export interface Contender {
  readonly name: string;
  /** a command line; `OUT` in it stands for an empty folder that is removed afterwards */
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** of a peer: the programs that it wants, any of which may be missing on this machine */
  readonly needs?: readonly string[];
}

/** What one run took. */
interface Run {
  readonly seconds: number;
  /** what the contender itself said it took, where it prints `took SECONDS` */
  readonly said: number | undefined;
}

/** What a contender takes, over all its runs. */
export interface Result {
  readonly name: string;
  readonly median: number;
  readonly fastest: number;
  /** user and system time of all its processes together, in seconds */
  readonly processor: number | undefined;
  /** of its largest process, in MB */
  readonly memory: number | undefined;
}

const timeProgram = "/usr/bin/time";

/**
 * Runs contenders in turn, so that what else the machine does falls on all of them alike.
 *
 * @param rounds how many runs of each; the medians are of these
 * @param outFolder is made anew for each run, on the file system to measure
 */
export function compare(
  contenders: readonly Contender[],
  rounds: number,
  outFolder: string,
): readonly Result[] {
  const runs = contenders.map((): Run[] => []);
  for (let round = 0; round < rounds; round += 1) {
    contenders.forEach((contender, index) => runs[index]?.push(run(contender, outFolder)));
  }
  return contenders.map((contender, index) => {
    const seconds = (runs[index] ?? []).map(({ said, seconds: whole }) => said ?? whole);
    const sorted = seconds.toSorted((a, b) => a - b);
    return {
      name: contender.name,
      median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
      fastest: sorted[0] ?? Number.NaN,
      ...resources(contender, outFolder),
    };
  });
}

function run({ command, env }: Contender, outFolder: string): Run {
  mkdirSync(outFolder, { recursive: true });
  const [program, ...words] = command.map((word) => word.replaceAll("OUT", outFolder));
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(program ?? "", words, {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  const seconds = (performance.now() - start) / 1000;
  rmSync(outFolder, { recursive: true, force: true });
  if (status !== 0) throw new Error(`${command.join(" ")} failed: ${stderr}`);
  const said = /^took ([\d.]+)$/m.exec(stdout)?.[1];
  return { seconds, said: said === undefined ? undefined : Number(said) };
}

/** The programs that a contender wants and this machine does not have. */
export function missingPrograms({ needs = [] }: Contender): readonly string[] {
  return needs.filter((program) => !isThere(program));
}

const known = new Map<string, boolean>();

/** Whether a program can be started, whatever it says then. */
export function isThere(program: string): boolean {
  const answer =
    known.get(program) ??
    spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
  known.set(program, answer);
  return answer;
}

/** In a run of its own, since measuring takes time as well. */
function resources(
  { command, env }: Contender,
  outFolder: string,
): Pick<Result, "memory" | "processor"> {
  if (!existsSync(timeProgram)) return { memory: undefined, processor: undefined };
  mkdirSync(outFolder, { recursive: true });
  const words = command.map((word) => word.replaceAll("OUT", outFolder));
  const { stderr } = spawnSync(timeProgram, ["-f", "used %U %S %M", ...words], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  rmSync(outFolder, { recursive: true, force: true });
  const used = /^used ([\d.]+) ([\d.]+) (\d+)$/m.exec(stderr);
  if (used === null) return { memory: undefined, processor: undefined };
  return { processor: Number(used[1]) + Number(used[2]), memory: Number(used[3]) / 1024 };
}
