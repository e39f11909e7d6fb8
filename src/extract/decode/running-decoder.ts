import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { Socket } from "node:net";
import { finished, type Readable, type Writable } from "node:stream";
import { ChunkQueue } from "../../base/chunk-queue.ts";
import { messageOf } from "../../base/error-message.ts";
import { machineLimit } from "../../files/machine-limit.ts";
import type { PyverifyError } from "../../base/errors.ts";
import { limitExceeded } from "../archive/archive-failure.ts";
import { limits } from "../limits.ts";
import {
  type DecoderDeath,
  decoderDied,
  decoderNotStarted,
  decoderUnavailable,
  failureToError,
} from "./decode-error.ts";
import { parseReport } from "./decoder-report.ts";
import { XzUnavailable } from "./decode-failure.ts";
import { startDecoder, type StartedDecoder } from "./start-decoder.ts";

/** The decoding process as it is seen from outside. Nothing that it says is trusted. */
export class RunningDecoder {
  readonly #running: Running | undefined;
  /** why there is none; the system tells some of it later */
  readonly #failure: Promise<PyverifyError> | undefined;

  /** Starts it. That it could not be started is told when it is needed. */
  constructor() {
    try {
      const { child, isNobody } = startDecoder();
      const failed = new Promise<PyverifyError>((resolve) => {
        // Later ones are that it cannot be killed.
        child.on("error", (error) => resolve(notStarted(error)));
      });
      if (child.pid === undefined) {
        this.#failure = failed;
        return;
      }
      this.#running = { child, isNobody, outcome: outcomeOf(child) };
      // A run that never gets to decompressing has to be able to exit.
      hold(child, "unref");
    } catch (error) {
      this.#failure = Promise.resolve(notStarted(error));
    }
  }

  /** whether it runs as another user than pyverify, who owns nothing */
  get isNobody(): boolean {
    return this.#running?.isNobody === true;
  }

  /** As `Decompressor.decompress` says. */
  async *decode(tarball: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#running === undefined) throw await this.#failure;
    const { child, outcome } = this.#running;
    hold(child, "ref");
    // Of what becomes of it the outcome speaks.
    child.stdin.on("error", () => undefined);
    child.stdin.end(tarball);
    let total = 0;
    for await (const chunk of chunksOf(child.stdout)) {
      total += chunk.length;
      // It counts, too; but whoever has taken it over does not.
      if (total > limits.archiveBytes) {
        throw limitExceeded(`it unpacks to more than ${limits.archiveBytes} bytes`);
      }
      yield chunk;
    }
    const error = await outcome;
    if (error !== undefined) throw error;
  }

  /** Ends it. Where it cannot be killed, it ends by itself, for want of its pipes. */
  stop(): void {
    if (this.#running === undefined) return;
    const { child } = this.#running;
    child.kill("SIGKILL");
    for (const pipe of pipesOf(child)) pipe.destroy();
    child.unref();
  }
}

interface Running extends StartedDecoder {
  /** undefined where it has done all */
  readonly outcome: Promise<Error | undefined>;
}

type Child = ChildProcessWithoutNullStreams;

/** What comes out of a pipe. */
function chunksOf(pipe: Readable): AsyncIterable<Uint8Array> {
  const queue = new ChunkQueue(windowBytes, () => pipe.resume());
  pipe.on("data", (chunk: Buffer) => {
    if (!queue.push(chunk)) pipe.pause();
  });
  finished(pipe, { writable: false }, (error) => queue.end(error));
  return queue.chunks();
}

function pipesOf({ stdin, stdout, stderr }: Child): (Readable | Writable)[] {
  return [stdin, stdout, stderr];
}

/** Has this process wait for the other one to end, or not. */
function hold(child: Child, how: "ref" | "unref"): void {
  child[how]();
  // They are sockets, which their types do not say.
  for (const pipe of pipesOf(child)) if (pipe instanceof Socket) pipe[how]();
}

function notStarted(error: unknown): PyverifyError {
  if (error instanceof XzUnavailable) return decoderUnavailable(error.message);
  return machineLimit(error) ?? decoderNotStarted(messageOf(error), error);
}

/** What came of it: by its last report, or by how it died. */
function outcomeOf(child: Child): Promise<Error | undefined> {
  return new Promise((resolve) => {
    let reached: DecoderDeath["reached"] = "nothing";
    const words: string[] = [];
    let unfinished = "";
    const deadline = setTimeout(() => {
      const waited = `${startDeadline / 1000} seconds`;
      resolve(decoderNotStarted(`it has not begun to run within ${waited}`));
      child.kill("SIGKILL");
    }, startDeadline).unref();
    const take = (line: string): void => {
      const report = parseReport(line);
      if (report === undefined) {
        if (line.trim() !== "" && words.length < maxWords) words.push(line.trim());
      } else if (report.type === "end") resolve(undefined);
      else if (report.type === "failed") resolve(failureToError(report.failure, "tar.xz"));
      else {
        reached = report.type;
        clearTimeout(deadline);
      }
    };
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      const lines = (unfinished + text).split("\n");
      unfinished = (lines.pop() ?? "").slice(0, maxLine);
      lines.forEach(take);
    });
    child.once("close", (code, signal) => {
      take(unfinished);
      clearTimeout(deadline);
      const by = signal ?? `exit code ${code}`;
      // Node names the place first.
      const word =
        words.find((line) => /^(?:\w*Error\b|Assertion|FATAL)/.test(line)) ?? words[0] ?? "";
      resolve(decoderDied({ reached, by, words: word.slice(0, 300) }));
    });
  });
}

/** Bytes that are taken out of the pipe, and wait for whoever reads them. */
const windowBytes = 4 * 1024 * 1024;

/** Milliseconds. Node waits for ever where it gets too few threads. */
const startDeadline = 60_000;

/** Lines that are kept of what Node writes when it fails. */
const maxWords = 20;
/** Characters: a report has fewer. */
const maxLine = 32 * 1024;
