import type { Printable } from "./printable.ts";

/**
 * The world around a command, as far as it may use it. Made from `process` in `main.ts`, and only
 * there.
 */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Terminal;
  /** aborted on SIGINT, SIGTERM, SIGHUP and SIGQUIT */
  readonly signal: AbortSignal;
}

/** What a text is shown on. */
export interface Screen {
  readonly isTTY: boolean;
  /** width in columns now, where it is a terminal */
  readonly columns: number | undefined;
  /** whether colours are wanted */
  readonly colors: boolean;
}

/** Stderr: where it fails, there is nobody left to tell. */
export interface Terminal extends Screen {
  write(text: Printable): void;
  /** for libraries that draw */
  readonly stream: NodeJS.WritableStream;
}

/** Stdout: a result that cannot be printed is a failure. */
export interface Output extends Screen {
  /**
   * Prints a result; done when it has left. A reader that has read enough, such as `head`, is no
   * failure.
   *
   * @throws {PyverifyError} filesystem
   */
  print(text: Printable): Promise<void>;
}
