/**
 * The part of lzma-native 8.0.6 that pyverify uses: the addon's own decoder, without the stream
 * classes around it. The package publishes no types.
 */
declare module "lzma-native" {
  class Stream {
    /** Called in the middle of `code`, for every piece of output and once more at the end. */
    bufferHandler: (
      output: Uint8Array | null | undefined,
      processedChunks: number | undefined,
      error: Error | null | undefined,
    ) => void;
    /** Makes this a decoder of `.xz` files: `lzma_stream_decoder` of liblzma. */
    streamDecoder_(memoryLimit: number, flags: number): void;
    /** Decodes, before it returns where `asynchronous` is false; null says that the input ends. */
    code(input: Uint8Array | null, asynchronous: boolean): void;
    /** Frees the decoder's memory. */
    resetUnderlying(): void;
  }
  const lzma: {
    readonly Stream: typeof Stream;
    readonly CONCATENATED: number;
    readonly TELL_UNSUPPORTED_CHECK: number;
    versionString(): string;
  };
  export type { Stream };
  // A CommonJS package: its `module.exports`.
  export default lzma;
}
