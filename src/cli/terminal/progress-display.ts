import type { ProgressObserver } from "../../base/progress.ts";
import type { Terminal } from "./host.ts";
import { line, paint, Printable } from "./printable.ts";
import { phaseFacts, phaseLine, phaseTitle } from "./progress-text.ts";
import { RunningPhases } from "./running-phases.ts";

/** Shows a person what the core tells. */
export interface ProgressDisplay {
  readonly observe: ProgressObserver;
  /** takes away what is not to stay; must be called however the work ended */
  stop(): void;
}

export interface DisplayOptions {
  /** what `--verbose` adds: every step and request */
  readonly details: boolean;
}

/** Milliseconds between two lines about the same phase, where lines stay. */
const lineInterval = 5000;
/** Milliseconds between two pictures of the bars: smooth to the eye, and cheap. */
const frameInterval = 100;

/** Shows nothing: `--quiet`. */
export const silence: ProgressDisplay = { observe: () => undefined, stop: () => undefined };

/** A line for each phase, and one every few seconds while it lasts: for logs. */
export function lines(
  stderr: Terminal,
  { details }: DisplayOptions,
  clock: () => number,
): ProgressDisplay {
  const phases = new RunningPhases();
  let lastLine = clock();
  return {
    observe: (event) => {
      phases.apply(event, clock());
      if (event.type === "warning") stderr.write(warning(event.message, stderr));
      else if (event.type === "detail" && details) stderr.write(said(line`${event.message}`));
      else if (event.type === "start") {
        lastLine = clock();
        stderr.write(said(line`${phaseTitle(event)}`));
      } else if (event.type === "advance" && clock() - lastLine >= lineInterval) {
        lastLine = clock();
        for (const phase of phases.list(clock())) {
          if (phase.phase === event.phase) {
            stderr.write(said(line`${phaseTitle(phase)}: ${phaseFacts(phase)}`));
          }
        }
      }
    },
    stop: () => undefined,
  };
}

/** A bar for each phase that runs, gone when it ends: for terminals. */
export async function bars(
  stderr: Terminal,
  { details }: DisplayOptions,
  clock: () => number,
): Promise<ProgressDisplay> {
  // Loaded only where there is somebody to look at it.
  const { createLogUpdate } = await import("log-update");
  const screen = createLogUpdate(stderr.stream);
  const phases = new RunningPhases();
  let lastFrame = -Infinity;
  const draw = (): void => {
    lastFrame = clock();
    const running = phases.list(lastFrame);
    const columns = stderr.columns ?? 80;
    if (running.length === 0) screen.clear();
    else screen(running.map((phase) => phaseLine(phase, columns, lastFrame, stderr)).join("\n"));
  };
  // Decompression and verification keep the loop busy: events draw too, whenever it is time.
  const timer = setInterval(draw, frameInterval);
  timer.unref();
  return {
    observe: (event) => {
      phases.apply(event, clock());
      if (event.type === "warning") screen.persist(String(warning(event.message, stderr)));
      else if (event.type === "detail" && details)
        screen.persist(String(said(line`${event.message}`)));
      if (event.type === "end" || clock() - lastFrame >= frameInterval) draw();
    },
    stop: () => {
      clearInterval(timer);
      screen.clear();
      screen.done();
    },
  };
}

function said(what: Printable): Printable {
  return Printable.lines([line`pyverify: ${what}`]);
}

function warning(message: string, stderr: Terminal): Printable {
  return said(line`${paint(stderr, "yellow", "warning:")} ${message}`);
}
