/**
 * Memory for a tarball: shared, so that the decoding thread reads it where it is. A copy would take
 * some 30 MB more. Untouched pages cost nothing.
 *
 * @param bytes its size
 */
export function allocateTarball(bytes: number): Buffer {
  return Buffer.from(new SharedArrayBuffer(bytes));
}
