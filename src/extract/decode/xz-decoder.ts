import type Lzma from "lzma-native";
import { limits } from "../limits.ts";
import { CompressionFailure, XzUnavailable } from "./decode-failure.ts";
import { DecodedSize } from "./decoded-size.ts";

/**
 * Bytes of input for one call of the decoder. The addon keeps all output of a call in memory, and
 * LZMA2 can make 7,000 bytes out of one: this bounds what a bomb can take to some 115 MB. Half of
 * it would take 5 % longer, for the calls.
 */
export const inputPieceBytes = 16 * 1024;

/**
 * Decodes a whole `.xz` file piece by piece, within the limits.
 *
 * liblzma is told to expect whole streams up to the last byte (`LZMA_CONCATENATED`), without which
 * it ignores whatever follows the first one, and to refuse an integrity check that it cannot
 * calculate: https://github.com/tukaani-project/xz/blob/v5.8.1/src/liblzma/api/lzma/container.h
 *
 * @param input the file, in pieces of at most `inputPieceBytes`, which are read before the next one
 * @returns throws `CompressionFailure` if it is not a whole valid `.xz` file, `LimitExceeded`, or
 *   `XzUnavailable`
 */
export async function* decodeXz(
  input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const lzma = await loadLzma();
  const stream = new lzma.Stream();
  const piece = new DecodedPiece();
  const size = new DecodedSize();
  const ending = new Ending();
  let consumed = 0;
  stream.bufferHandler = (output, _processedChunks, error) => piece.take(output, error);
  try {
    // eslint-disable-next-line no-underscore-dangle -- the addon's name for it
    stream.streamDecoder_(limits.decoderMemory, lzma.CONCATENATED | lzma.TELL_UNSUPPORTED_CHECK);
    for await (const bytes of input) {
      stream.code(bytes, false);
      ending.push(bytes);
      consumed += bytes.length;
      for (const output of piece.outputs()) yield size.checked(output, consumed);
    }
    stream.code(null, false);
    for (const output of piece.outputs()) yield size.checked(output, consumed);
    if (!piece.ended) throw new CompressionFailure("the .xz file ends too early");
    // liblzma also accepts zeros after a stream: padding, which no CPython release has.
    if (!ending.isMagic) {
      throw new CompressionFailure("the .xz file does not end as one does: YZ");
    }
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

/** The last two bytes of a file. */
class Ending {
  #last: readonly [number | undefined, number | undefined] = [undefined, undefined];

  push(bytes: Uint8Array): void {
    const [, before] = this.#last;
    this.#last = [bytes.at(-2) ?? before, bytes.at(-1)];
  }

  /** https://tukaani.org/xz/xz-file-format.txt, 2.1.2.4 */
  get isMagic(): boolean {
    const [first, second] = this.#last;
    return first === 0x59 && second === 0x5a;
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
