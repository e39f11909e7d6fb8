/**
 * The world around a command, as far as it may use it. Made from `process` in `main.ts`, and only
 * there.
 */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  /** aborted on SIGINT, SIGTERM, SIGHUP and SIGQUIT */
  readonly signal: AbortSignal;
}

export interface Terminal {
  write(text: string): void;
  readonly isTTY: boolean;
  /** width in columns now, where it is a terminal */
  readonly columns: number | undefined;
  /** whether colours are wanted */
  readonly colors: boolean;
  /** for libraries that draw */
  readonly stream: NodeJS.WritableStream;
}
