import type { Phase, ProgressEvent } from "../../base/progress.ts";

/** A phase under way, as far as its events tell. */
export interface RunningPhase {
  readonly phase: Phase;
  readonly subject: string;
  /** bytes so far; undefined for a phase that counts none */
  readonly done: number | undefined;
  readonly total: number | undefined;
  /** bytes per second of late; undefined until that can be said */
  readonly rate: number | undefined;
}

interface Sample {
  readonly at: number;
  readonly done: number;
}

interface State extends Omit<RunningPhase, "rate"> {
  readonly samples: readonly Sample[];
}

/** Milliseconds over which a rate is averaged: steady to read, and soon true again after a stall. */
const rateWindow = 3000;

/** Milliseconds that have to be looked at before a rate means anything. */
const shortestMeasure = 500;

/** Keeps count of the phases that run, from the events that tell of them. */
export class RunningPhases {
  readonly #phases = new Map<Phase, State>();

  /** @param now milliseconds on any clock that does not go back */
  apply(event: ProgressEvent, now: number): void {
    if (event.type === "start") {
      this.#phases.set(event.phase, {
        phase: event.phase,
        subject: event.subject,
        done: undefined,
        total: event.total,
        samples: [],
      });
    } else if (event.type === "end") {
      this.#phases.delete(event.phase);
    } else if (event.type === "advance") {
      const state = this.#phases.get(event.phase);
      if (state === undefined) return;
      const samples = recent(state, { at: now, done: event.done });
      this.#phases.set(event.phase, {
        ...state,
        done: event.done,
        total: event.total ?? state.total,
        samples,
      });
    }
  }

  /** Those under way, in the order in which they began. */
  list(now: number): readonly RunningPhase[] {
    return [...this.#phases.values()].map((state) => describe(state, now));
  }
}

function recent(state: State, sample: Sample): readonly Sample[] {
  const last = state.samples.at(-1);
  // A download that starts anew has gained nothing.
  if (last !== undefined && sample.done < last.done) return [sample];
  return [...state.samples.filter(({ at }) => sample.at - at <= rateWindow), sample];
}

function describe(state: State, now: number): RunningPhase {
  const { samples: _, ...phase } = state;
  return { ...phase, rate: rateOf(state, now) };
}

function rateOf({ samples }: State, now: number): number | undefined {
  const [first, last] = [samples.at(0), samples.at(-1)];
  if (first === undefined || last === undefined || now - first.at < shortestMeasure)
    return undefined;
  return ((last.done - first.done) / (now - first.at)) * 1000;
}
