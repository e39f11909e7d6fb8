import { PyverifyError } from "../../base/errors.ts";
import type { TarballFormat } from "../../release/release.ts";
import { limitExceeded } from "../archive/archive-failure.ts";
import { CompressionFailure, XzUnavailable } from "./xz-decoder.ts";

/** Why a tarball could not be decompressed, as plain data: it may come from another thread. */
export interface DecodeFailure {
  readonly type:
    | /** the file is corrupt, cut, or followed by something */ "compression"
    | /** too much came out of it */ "limit"
    | /** the .xz decoder could not be loaded */ "addon"
    | /** a mistake of ours */ "bug";
  readonly reason: string;
}

/** More came out of a tarball than any CPython release has. */
export class LimitExceeded extends Error {
  override readonly name = "LimitExceeded";
}

/** Puts into plain data what a decoder has thrown. */
export function describeFailure(thrown: unknown): DecodeFailure {
  if (!(thrown instanceof Error)) return { type: "bug", reason: String(thrown) };
  const reason = thrown.message;
  if (thrown instanceof CompressionFailure) return { type: "compression", reason };
  if (thrown instanceof LimitExceeded) return { type: "limit", reason };
  if (thrown instanceof XzUnavailable) return { type: "addon", reason };
  return { type: "bug", reason: thrown.stack ?? reason };
}

/** What a decoder has thrown as a person is shown it; anything else as it is. */
export function decodingError(thrown: unknown, format: TarballFormat): unknown {
  const isOurs =
    thrown instanceof CompressionFailure ||
    thrown instanceof LimitExceeded ||
    thrown instanceof XzUnavailable;
  return isOurs ? failureToError(describeFailure(thrown), format) : thrown;
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
      return new PyverifyError("usage", "format-unavailable", "the .xz decoder cannot be loaded", {
        because: reason,
        hint: "use --format tgz, which needs no native code, or install pyverify again",
      });
    case "bug":
      return new Error(reason);
    default:
      return type satisfies never;
  }
}
