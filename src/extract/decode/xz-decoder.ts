import type Lzma from "lzma-native";
import { limits } from "../limits.ts";

/** Why compressed bytes cannot be decoded; crosses the thread boundary as plain data. */
export class CompressionFailure extends Error {
  override readonly name = "CompressionFailure";
}

/** The addon of lzma-native cannot be loaded on this machine. */
export class XzUnavailable extends Error {
  override readonly name = "XzUnavailable";
}

/**
 * Bytes of input for one call of the decoder. The addon keeps all output of a call in memory, and
 * LZMA2 can make 7,000 bytes out of one: this bounds what a bomb can take to some 115 MB. Half of
 * it would take 5 % longer, for the calls.
 */
const inputPieceBytes = 16 * 1024;

/**
 * Decodes a whole `.xz` file, synchronously, piece by piece.
 *
 * liblzma is told to expect whole streams up to the last byte (`LZMA_CONCATENATED`), without which
 * it ignores whatever follows the first one, and to refuse an integrity check that it cannot
 * calculate: https://github.com/tukaani-project/xz/blob/v5.8.1/src/liblzma/api/lzma/container.h
 *
 * @param input the file
 * @param write takes each piece of output, which it may keep; and the number of input bytes fed so far
 * @param stopped asked between pieces; when it says yes, decoding ends early
 * @throws {CompressionFailure} the file is not a whole valid `.xz` file
 */
export async function decodeXz(
  input: Uint8Array,
  write: (output: Uint8Array, consumed: number) => void,
  stopped: () => boolean,
): Promise<void> {
  // liblzma also accepts zeros after a stream: padding, which no CPython release has.
  if (input.at(-2) !== 0x59 || input.at(-1) !== 0x5a) {
    throw new CompressionFailure("the .xz file does not end as one does: YZ");
  }
  const lzma = await loadLzma();
  const stream = new lzma.Stream();
  const piece = new DecodedPiece();
  stream.bufferHandler = (output, _processedChunks, error) => piece.take(output, error);
  try {
    // eslint-disable-next-line no-underscore-dangle -- the addon's name for it
    stream.streamDecoder_(limits.decoderMemory, lzma.CONCATENATED | lzma.TELL_UNSUPPORTED_CHECK);
    // The addon cannot read shared memory; it copies this in turn, so that one is enough.
    const scratch = new Uint8Array(inputPieceBytes);
    let consumed = 0;
    while (consumed < input.length && !stopped()) {
      const end = Math.min(consumed + inputPieceBytes, input.length);
      scratch.set(input.subarray(consumed, end));
      stream.code(scratch.subarray(0, end - consumed), false);
      consumed = end;
      for (const output of piece.outputs()) write(output, consumed);
    }
    if (stopped()) return;
    stream.code(null, false);
    for (const output of piece.outputs()) write(output, consumed);
    if (!piece.ended) throw new CompressionFailure("the .xz file ends too early");
  } finally {
    stream.resetUnderlying();
  }
}

/** The output of one call of the decoder. */
class DecodedPiece {
  #outputs: Uint8Array[] = [];
  #failure: CompressionFailure | undefined;
  #ended = false;

  // Called by the addon, through which no exception can pass.
  take(output: Uint8Array | null | undefined, error: Error | null | undefined): void {
    if (error) this.#failure ??= compressionFailure(error);
    else if (output === null) this.#ended = true;
    else if (output !== undefined) this.#outputs.push(output);
  }

  get ended(): boolean {
    return this.#ended;
  }

  outputs(): readonly Uint8Array[] {
    if (this.#failure !== undefined) throw this.#failure;
    const outputs = this.#outputs;
    this.#outputs = [];
    return outputs;
  }
}

/**
 * Loads the addon. Imported when it is needed, so that a .tgz takes no native code.
 *
 * @throws {XzUnavailable}
 */
export async function loadLzma(): Promise<typeof Lzma> {
  try {
    return (await import("lzma-native")).default;
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
    throw new XzUnavailable(reason, { cause });
  }
}

function compressionFailure(error: Error): CompressionFailure {
  const reasons: Record<string, string> = {
    LZMA_BUF_ERROR: "the .xz file ends too early",
    LZMA_DATA_ERROR: "the .xz data is corrupt",
    LZMA_FORMAT_ERROR: "this is not an .xz file, or something that is not one follows it",
    LZMA_OPTIONS_ERROR: "the .xz file uses options that liblzma does not know",
    LZMA_UNSUPPORTED_CHECK: "the .xz file has an integrity check that cannot be calculated",
    LZMA_MEMLIMIT_ERROR: `decoding would take more than ${limits.decoderMemory} bytes of memory`,
  };
  return new CompressionFailure(reasons[error.name] ?? `${error.name}: ${error.message}`, {
    cause: error,
  });
}
