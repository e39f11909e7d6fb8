import { PyverifyError } from "../../base/errors.ts";
import { pyverifyVersion } from "../../base/pyverify-version.ts";
import { machineLimit } from "../../files/machine-limit.ts";
import type { Host } from "./host.ts";
import { paint } from "./paint.ts";
import { formatJson } from "../../base/json.ts";

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
export function reportFailure(failure: unknown, host: Host, options: ReportOptions): number {
  const error =
    failure instanceof PyverifyError
      ? failure
      : (homeless(failure) ?? machineLimit(failure) ?? bug(failure));
  const subject =
    options.subject === undefined || error.message.startsWith(options.subject)
      ? ""
      : `${options.subject}: `;
  const { stderr } = host;
  const label = paint(stderr, "red", "error:");
  const lines = [`pyverify: ${label} ${oneLine(subject + error.message)}`];
  if (error.because !== undefined) {
    lines.push(`${paint(stderr, "dim", "because:")} ${oneLine(error.because)}`);
  }
  if (error.hint !== undefined) {
    lines.push(`${paint(stderr, "cyan", "hint:")} ${oneLine(error.hint)}`);
  }
  stderr.write(`${lines.join("\n")}\n`);
  if (options.verbose) host.stderr.write(causes(error));
  if (options.json) {
    host.stdout.write(formatJson({ error: errorJson(error) }));
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

/** The chain of causes, each with the first lines of its stack. */
function causes(error: Error): string {
  const lines: string[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    const stack = cause.stack ?? cause.message;
    lines.push(
      ...stack
        .split("\n")
        .slice(0, 6)
        .map((line) => `cause: ${line.slice(0, 300)}`),
    );
  }
  return lines.map((line) => `${oneLine(line)}\n`).join("");
}

/** Control characters could forge lines or repaint a terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}
