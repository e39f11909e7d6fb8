/** Compressed bytes cannot be decoded. */
export class CompressionFailure extends Error {
  override readonly name = "CompressionFailure";
}

/** More came out of a tarball than any CPython release has. */
export class LimitExceeded extends Error {
  override readonly name = "LimitExceeded";
}

/** The decoder of .tar.xz, or its addon, cannot be loaded on this machine. */
export class XzUnavailable extends Error {
  override readonly name = "XzUnavailable";
}

/** Why a tarball could not be decompressed, as plain data: it comes from another process. */
export interface DecodeFailure {
  readonly type:
    | /** the file is corrupt, cut, or followed by something */ "compression"
    | /** too much came out of it */ "limit"
    | /** the .xz decoder could not be loaded */ "addon"
    | /** a mistake of ours */ "bug";
  readonly reason: string;
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
