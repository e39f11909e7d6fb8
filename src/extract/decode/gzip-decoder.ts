import { crc32, createInflateRaw } from "node:zlib";
import { CompressionFailure } from "./decode-failure.ts";
import { DecodedSize } from "./decoded-size.ts";

/**
 * Decodes a `.gz` file of exactly one member, as RFC 1952 defines it.
 *
 * Node's own gunzip skips what follows the last member unless that looks like another member, so
 * only its raw inflate is used, and header and trailer are checked here:
 * https://www.rfc-editor.org/rfc/rfc1952
 *
 * Node inflates in a thread of its own, while the piece before is dealt with.
 *
 * @param input the file
 * @returns throws `CompressionFailure` if it is not a whole valid `.gz` file, or `LimitExceeded`
 */
export async function* decodeGzip(input: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  const start = endOfHeader(input);
  const inflate = createInflateRaw({ chunkSize: 512 * 1024 });
  const size = new DecodedSize();
  let checksum = 0;
  let bytes = 0;
  // The last piece comes only when all of it is known to be whole.
  let held: Uint8Array | undefined;
  inflate.end(input.subarray(start));
  try {
    for await (const output of inflate as AsyncIterable<Buffer>) {
      checksum = crc32(output, checksum);
      bytes += output.length;
      if (held !== undefined) yield held;
      held = size.checked(output, start + inflate.bytesWritten);
    }
  } catch (cause) {
    if (!isZlibError(cause)) throw cause;
    const reason =
      cause.code === "Z_BUF_ERROR"
        ? "the .gz file ends too early"
        : `the .gz data is corrupt: ${cause.message}`;
    throw new CompressionFailure(reason, { cause });
  }
  checkTrailer(input, start + inflate.bytesWritten, checksum, bytes);
  if (held !== undefined) yield held;
}

/** The offset at which the compressed data begins. */
function endOfHeader(input: Uint8Array): number {
  const [id1, id2, method, flags] = input;
  if (id1 !== 0x1f || id2 !== 0x8b || method !== 8 || flags === undefined) {
    throw new CompressionFailure("this is not a .gz file");
  }
  if ((flags & 0b1110_0000) !== 0) throw new CompressionFailure("the .gz header is not valid");
  let end = 10;
  // FEXTRA, FNAME, FCOMMENT, FHCRC: in this order.
  if ((flags & 4) !== 0) end += 2 + ((input[end] ?? 0) | ((input[end + 1] ?? 0) << 8));
  if ((flags & 8) !== 0) end = endOfText(input, end);
  if ((flags & 16) !== 0) end = endOfText(input, end);
  if ((flags & 2) !== 0) {
    const stated = (input[end] ?? 0) | ((input[end + 1] ?? 0) << 8);
    if (stated !== (crc32(input.subarray(0, end)) & 0xffff)) {
      throw new CompressionFailure("the .gz header is corrupt: its checksum is wrong");
    }
    end += 2;
  }
  if (end > input.length) throw new CompressionFailure("the .gz file ends too early");
  return end;
}

function endOfText(input: Uint8Array, start: number): number {
  const zero = input.indexOf(0, start);
  if (zero === -1) throw new CompressionFailure("the .gz file ends too early");
  return zero + 1;
}

function checkTrailer(input: Uint8Array, start: number, checksum: number, size: number): void {
  if (input.length < start + 8) throw new CompressionFailure("the .gz file ends too early");
  const trailer = new DataView(input.buffer, input.byteOffset + start, 8);
  if (trailer.getUint32(0, true) !== checksum) {
    throw new CompressionFailure("the .gz data is corrupt: its CRC-32 is wrong");
  }
  if (trailer.getUint32(4, true) !== size % 2 ** 32) {
    throw new CompressionFailure("the .gz data is corrupt: its size is wrong");
  }
  if (input.length !== start + 8) {
    throw new CompressionFailure("something follows the end of the .gz data");
  }
}

function isZlibError(thrown: unknown): thrown is Error & { code: string } {
  return (
    thrown instanceof Error &&
    "code" in thrown &&
    typeof thrown.code === "string" &&
    thrown.code.startsWith("Z_")
  );
}
