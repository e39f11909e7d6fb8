import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** A process as Linux shows it. */
export interface SeenProcess {
  readonly pid: number;
  /** of `/proc/PID/status`, by name */
  readonly status: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

/**
 * The decoding processes that a process has started.
 *
 * @param parent its number
 * @param script what they run
 */
export function decodersOf(parent: number, script = "decoder"): SeenProcess[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    const seen = look(Number(pid));
    const isOne = seen?.status["PPid"] === String(parent) && seen.command.at(-1)?.includes(script);
    return seen !== undefined && isOne === true ? [seen] : [];
  });
}

/** A process, or undefined if it has ended. */
export function look(pid: number): SeenProcess | undefined {
  try {
    const status = Object.fromEntries(
      readFileSync(`/proc/${pid}/status`, "utf8")
        .split("\n")
        .map((line) => line.split(":\t"))
        .map(([name = "", value = ""]) => [name, value.trim()]),
    );
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
    return status["State"]?.startsWith("Z") === true ? undefined : { pid, status, command };
  } catch {
    return undefined;
  }
}

/** What stands behind each descriptor of a process. */
export function descriptorsOf(pid: number): Record<string, string> {
  const folder = `/proc/${pid}/fd`;
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readlinkSync(join(folder, name))]),
  );
}
