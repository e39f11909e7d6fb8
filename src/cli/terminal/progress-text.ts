import type { Phase } from "../../base/progress.ts";
import type { Screen } from "./host.ts";
import { escaped, line, paint, type Printable } from "./printable.ts";
import type { RunningPhase } from "./running-phases.ts";

const verbs = {
  resolve: "looking up",
  download: "downloading",
  read: "reading",
  "trusted-root": "refreshing the trusted root from",
  verify: "verifying",
  extract: "extracting",
  audit: "verifying",
  compare: "comparing with",
} as const satisfies Record<Phase, string>;

const spinnerFrames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] as const;
const frameMilliseconds = 80;
const widestBar = 30;
const narrowestBar = 8;

/** `downloading Python-3.14.0.tar.xz` */
export function phaseTitle({ phase, subject }: Pick<RunningPhase, "phase" | "subject">): string {
  return `${verbs[phase]} ${escaped(subject)}`;
}

/**
 * `12.3 of 23.6 MB, 4.1 MB/s, 3 s left`, as much of it as is known; `12 of 345, 8 s left` for an
 * audit, which counts files.
 */
export function phaseFacts({ phase, done, total, rate }: RunningPhase): string {
  if (done === undefined) return "";
  if (phase === "audit") return auditFacts(done, total, rate);
  const facts = [total === undefined ? bytes(done) : `${megabytes(done)} of ${bytes(total)}`];
  if (rate !== undefined) {
    facts.push(`${bytes(rate)}/s`);
    if (total !== undefined && rate > 0 && done < total) {
      facts.push(`${duration((total - done) / rate)} left`);
    }
  }
  return facts.join(", ");
}

/** How a terminal shows a phase: a bar where the end is known, a turning wheel where it is not. */
export function phaseLine(
  phase: RunningPhase,
  columns: number,
  now: number,
  screen: Pick<Screen, "colors">,
): Printable {
  const facts = phaseFacts(phase);
  const frame = spinnerFrames[Math.floor(now / frameMilliseconds) % spinnerFrames.length] ?? "";
  const title = `${frame} ${phaseTitle(phase)}`;
  const text = facts === "" ? title : `${title}  ${facts}`;
  const room = Math.min(widestBar, columns - text.length - 3);
  if (text.length >= columns) return line`${text.slice(0, columns - 2)}…`;
  if (phase.done === undefined || phase.total === undefined || room < narrowestBar) {
    return line`${text}`;
  }
  const filled = Math.round(room * Math.min(1, phase.done / Math.max(1, phase.total)));
  const rest = paint(screen, "dim", "─".repeat(room - filled));
  return line`${title}  ${"━".repeat(filled)}${rest}  ${facts}`;
}

/** A size in the unit that reads best; decimal units, as download pages give them. */
export function bytes(count: number): string {
  if (count < 1000) return `${Math.round(count)} B`;
  if (count < 1_000_000) return `${Math.round(count / 1000)} kB`;
  return `${megabytes(count)} MB`;
}

/** Seconds as a person says them. */
export function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function auditFacts(done: number, total = done, rate = 0): string {
  const left = rate > 0 && done < total ? `, ${duration((total - done) / rate)} left` : "";
  return `${done} of ${total}${left}`;
}

function megabytes(count: number): string {
  return (count / 1_000_000).toFixed(1);
}
