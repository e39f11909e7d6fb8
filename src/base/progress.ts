/**
 * The steps of a fetch, in the order in which they run, `read` in place of `download` for what is
 * on this machine already, and of `extract` where nothing is written; and an audit of many
 * tarballs.
 */
export type Phase =
  | "resolve"
  | "download"
  | "read"
  | "trusted-root"
  | "verify"
  | "extract"
  | "audit"
  | "compare";

/**
 * An event that the core tells while it works. The core never prints; `cli/` decides what a person
 * sees.
 */
export type ProgressEvent =
  /** A phase begins. `total` is in bytes, where it is known; in tarballs for an audit. */
  | {
      readonly type: "start";
      readonly phase: Phase;
      readonly subject: string;
      readonly total?: number;
    }
  /** `done` bytes, or tarballs, of the phase so far, counted from its start. */
  | {
      readonly type: "advance";
      readonly phase: Phase;
      readonly done: number;
      readonly total?: number;
    }
  | { readonly type: "end"; readonly phase: Phase }
  /** A step or request, for `--verbose`. */
  | { readonly type: "detail"; readonly message: string }
  /** Something that a person should know although the run goes on. */
  | { readonly type: "warning"; readonly message: string };

export type ProgressObserver = (event: ProgressEvent) => void;

/** The context of every stage that takes time. */
export interface StageContext {
  readonly observe: ProgressObserver;
  /** Aborted on SIGINT, SIGTERM, SIGHUP and SIGQUIT; a stage then cleans up and rejects with the signal's reason. */
  readonly signal: AbortSignal;
}
