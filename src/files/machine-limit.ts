import { errorCodeOf, messageOf } from "../base/error-message.ts";
import { PyverifyError } from "../base/errors.ts";

/**
 * A limit of this machine or container that was reached, in words; undefined for anything else. It
 * may come to light anywhere: at a file, a socket, a process.
 *
 * @see https://man7.org/linux/man-pages/man2/setrlimit.2.html
 */
export function machineLimit(thrown: unknown): PyverifyError<"filesystem"> | undefined {
  const text = textOf(thrown);
  const reached = limits.find(({ sign }) => sign.test(text));
  if (reached === undefined) return undefined;
  const { message, because, hint } = reached;
  return new PyverifyError("filesystem", "machine-limit", message, {
    because,
    hint,
    cause: thrown,
  });
}

/**
 * Code and words of an error: Node names the cause of some failures in their words alone. What a
 * process threw may come as text, with its stack; only the first line of it speaks of the cause.
 */
function textOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return textOf(thrown.errors[0]);
  const [firstLine = ""] = messageOf(thrown).split("\n", 1);
  return `${errorCodeOf(thrown) ?? ""} ${firstLine}`;
}

const limits: readonly {
  readonly sign: RegExp;
  readonly message: string;
  readonly because: string;
  readonly hint: string;
}[] = [
  {
    sign: /\bENFILE\b|too many open files in system/i,
    message: "no more files can be opened on this machine",
    because: "all programs together have as many open as the kernel allows (ENFILE)",
    hint: "end other programs, or have fs.file-max raised",
  },
  {
    sign: /\bEMFILE\b|too many open files/i,
    message: "no more files can be opened",
    because: "pyverify has as many open as it may (EMFILE)",
    hint: "raise its limit: ulimit -n 1024, or docker run --ulimit nofile=1024",
  },
  {
    sign: /\bENOMEM\b|\bERR_MEMORY_ALLOCATION_FAILED\b|allocation failed|cannot allocate memory/i,
    message: "there is not enough memory",
    because: "the system gave no more of it (ENOMEM)",
    hint: "give it more: a fetch takes some 300 MB at most",
  },
  {
    // EAGAIN alone would not do: elsewhere it means that something is not ready yet.
    sign: /^EAGAIN spawn /,
    message: "no process can be started",
    because: "this user or container runs as many threads and processes as it may (EAGAIN)",
    hint: "raise that limit: ulimit -u 1024, or docker run --pids-limit 1024",
  },
];
