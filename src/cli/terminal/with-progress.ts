import type { StageContext } from "../../base/progress.ts";
import type { FlagValues } from "../arguments/flag.ts";
import type { outputFlags } from "../flags/output-flags.ts";
import type { Host } from "./host.ts";
import { bars, lines, type ProgressDisplay, silence } from "./progress-display.ts";

type OutputArguments = FlagValues<Pick<typeof outputFlags, "quiet" | "verbose">>;

/**
 * Does some work and shows on stderr what it tells meanwhile: bars on a terminal, lines elsewhere.
 * All that is not to stay is gone before a result or an error is printed.
 */
export async function withProgress<T>(
  args: OutputArguments,
  host: Host,
  work: (context: StageContext) => Promise<T>,
): Promise<T> {
  const display = await displayFor(args, host);
  try {
    return await work({ observe: display.observe, signal: host.signal });
  } finally {
    display.stop();
  }
}

async function displayFor(
  { quiet, verbose }: OutputArguments,
  { stderr, env }: Host,
): Promise<ProgressDisplay> {
  if (quiet?.value === true) return silence;
  const options = { details: verbose?.value === true };
  return stderr.isTTY && !isUnattended(env)
    ? bars(stderr, options, clock)
    : lines(stderr, options, clock);
}

/** CI services allocate terminals at times, and keep all that a bar ever was in their logs. */
function isUnattended({ CI, TERM }: Host["env"]): boolean {
  return (CI !== undefined && !["", "0", "false"].includes(CI)) || TERM === "dumb";
}

function clock(): number {
  return performance.now();
}
