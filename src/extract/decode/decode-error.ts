import { PyverifyError } from "../../base/errors.ts";
import type { TarballFormat } from "../../release/release.ts";
import { limitExceeded } from "../archive/archive-failure.ts";
import { type DecodeFailure, describeFailure } from "./decode-failure.ts";

/** What a decoder has thrown as a person is shown it; anything else as it is. */
export function decodingError(thrown: unknown, format: TarballFormat): unknown {
  const failure = describeFailure(thrown);
  return failure.type === "bug" ? thrown : failureToError(failure, format);
}

/** The error that a person is shown. */
export function failureToError({ type, reason }: DecodeFailure, format: TarballFormat): Error {
  switch (type) {
    case "compression":
      return new PyverifyError("archive", "compression-invalid", `the ${format} is damaged`, {
        because: reason,
        hint: "the tarball is signed as it is, so please report this to its release manager",
      });
    case "limit":
      return limitExceeded(reason);
    case "addon":
      return decoderUnavailable(reason);
    case "bug":
      return new Error(reason);
    default:
      return type satisfies never;
  }
}

/** A decoding process that has ended before it was done. */
export interface DecoderDeath {
  /** its last report */
  readonly reached: "nothing" | "started" | "loaded";
  /** `SIGSEGV`, or `exit code 1` */
  readonly by: string;
  /** what Node wrote of it, in one line */
  readonly words: string;
}

/** The error that a person is shown of a decoding process that died. */
export function decoderDied({ reached, by, words }: DecoderDeath): PyverifyError {
  const because = `the process that decodes was ended by ${by}${words && `: ${words}`}`;
  // The kernel kills by this signal what takes more memory than there is.
  if (by === "SIGKILL" || /out of memory/i.test(words)) {
    return new PyverifyError("filesystem", "machine-limit", "there is not enough memory", {
      because,
      hint: "give it more: a fetch takes some 300 MB at most",
    });
  }
  // So ends Node, without a word, where it gets no thread for its pool.
  const lacksThreads = by === "SIGABRT" && words === "";
  if (reached === "nothing" || lacksThreads) return decoderNotStarted(because);
  if (reached === "started") return decoderUnavailable(because);
  return new PyverifyError("archive", "decoder-crashed", "the tar.xz cannot be decoded", {
    because,
    hint: "nothing of it is left; please report this, and with which release it happens",
  });
}

/** No process could be started to decode in. */
export function decoderNotStarted(because: string, cause?: unknown): PyverifyError {
  const message = "the decoding process cannot be started";
  return new PyverifyError("filesystem", "decoder-not-started", message, {
    because,
    hint: "let this user or container run more processes: ulimit -u 1024",
    cause,
  });
}

/** This installation cannot decode a .tar.xz. */
export function decoderUnavailable(because: string): PyverifyError {
  return new PyverifyError("usage", "format-unavailable", "the .xz decoder cannot be loaded", {
    because,
    hint: "use --format tgz, which needs no native code, or install pyverify again",
  });
}
