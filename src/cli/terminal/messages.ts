import { PyverifyError } from "../../base/errors.ts";
import { pyverifyVersion } from "../../base/pyverify-version.ts";
import { machineLimit } from "../../files/machine-limit.ts";
import type { Host } from "./host.ts";
import { line, paint, Printable } from "./printable.ts";

/*
 * What a person reads when something goes wrong. Rules: three lines; the first names the thing, the
 * second the reason, the third what to do; lower case, no full stop at the end; on stderr, so that
 * stdout carries results only. A line stays one line, whatever a server or an archive put into it.
 */

export interface ReportOptions {
  readonly json: boolean;
  readonly verbose: boolean;
  /** what the failure is about, where there is more than one thing */
  readonly subject?: string;
}

/** Prints any failure and tells its exit code. */
export async function reportFailure(
  failure: unknown,
  host: Host,
  options: ReportOptions,
): Promise<number> {
  const error =
    failure instanceof PyverifyError
      ? failure
      : (homeless(failure) ?? machineLimit(failure) ?? bug(failure));
  const subject =
    options.subject === undefined || error.message.startsWith(options.subject)
      ? ""
      : `${options.subject}: `;
  const { stderr, stdout } = host;
  const lines = [line`pyverify: ${paint(stderr, "red", "error:")} ${subject}${error.message}`];
  if (error.because !== undefined) {
    lines.push(line`${paint(stderr, "dim", "because:")} ${error.because}`);
  }
  if (error.hint !== undefined) lines.push(line`${paint(stderr, "cyan", "hint:")} ${error.hint}`);
  if (options.verbose) lines.push(...causes(error));
  stderr.write(Printable.lines(lines));
  // Where stdout itself has failed, this was said just now.
  if (options.json) {
    await stdout.print(Printable.json({ error: errorJson(error) })).catch(() => undefined);
  }
  return error.exitCode;
}

/** A failure as `--json` prints it. */
export function errorJson({ kind, code, message, because, hint, facts }: PyverifyError): object {
  return { kind, code, message, because, hint, ...facts };
}

/** Relative paths lead nowhere then, and whoever comes upon one first fails. */
function homeless(failure: unknown): PyverifyError | undefined {
  if (!(failure instanceof Error) || Reflect.get(failure, "syscall") !== "uv_cwd") return undefined;
  return new PyverifyError("filesystem", "not-readable", "the working directory is gone", {
    because: "it was removed or renamed after this shell or build step went there",
    hint: "change to a directory that exists",
    cause: failure,
  });
}

function bug(failure: unknown): PyverifyError {
  return new PyverifyError(
    "bug",
    "unexpected",
    `an error that pyverify ${pyverifyVersion} does not know`,
    {
      because: failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure),
      hint: "this is a bug: run again with --verbose and report what it prints",
      cause: failure,
    },
  );
}

/** The chain of causes, each with the first lines of its stack: a bundle's own lines are long. */
function causes(error: Error): Printable[] {
  const lines: Printable[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    const stack = cause.stack ?? cause.message;
    lines.push(
      ...stack
        .split("\n")
        .slice(0, 6)
        .map((text) => line`cause: ${text.slice(0, 300)}`),
    );
  }
  return lines;
}
