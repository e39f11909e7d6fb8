import type { TarballFormat } from "../../release/release.ts";
import { decodingError } from "./decode-error.ts";

/** Something that decompresses one tarball. */
export interface Decompressor {
  readonly format: TarballFormat;
  /** neither used nor stopped */
  readonly fresh: boolean;
  /**
   * Hands the tarball over; to be called once.
   *
   * @throws {PyverifyError} archive/compression-invalid, archive/limit-exceeded; of a .tar.xz also
   *   archive/decoder-crashed, usage/format-unavailable, filesystem/decoder-not-started,
   *   filesystem/machine-limit
   */
  decompress(tarball: Uint8Array): AsyncGenerator<Uint8Array, void, undefined>;
  /** Ends it, whatever it is doing. To be called in any case. */
  stop(): void;
}

/** One way to decompress. */
type Decode = Omit<Decompressor, "format" | "fresh">;

/**
 * Starts what decompresses. For a .tar.xz that is a process, which takes some 50 ms to start: they
 * cost nothing while something else is waited for. A .tgz is left to Node's own zlib.
 */
export function startDecompressor(format: TarballFormat): Decompressor {
  const { decompress, stop } = format === "tgz" ? gzip() : xz();
  let fresh = true;
  return {
    format,
    get fresh() {
      return fresh;
    },
    decompress(tarball) {
      fresh = false;
      return decompress(tarball);
    },
    stop() {
      fresh = false;
      stop();
    },
  };
}

// Each loads what it alone needs, at once: it is used when the tarball is there.

function xz(): Decode {
  const starting = import("./running-decoder.ts").then(
    ({ RunningDecoder }) => new RunningDecoder(),
  );
  return {
    async *decompress(tarball) {
      yield* (await starting).decode(tarball);
    },
    stop() {
      void starting.then((decoder) => decoder.stop());
    },
  };
}

function gzip(): Decode {
  const loading = import("./gzip-decoder.ts");
  return {
    async *decompress(tarball) {
      const { decodeGzip } = await loading;
      try {
        yield* decodeGzip(tarball);
      } catch (error) {
        throw decodingError(error, "tgz");
      }
    },
    stop: () => undefined,
  };
}
