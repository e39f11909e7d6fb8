import { startDecompressor } from "./decompress.ts";

const emptyXz = Buffer.from("/Td6WFoAAATm1rRGAAAAABzfRCEftvN9AQAAAAAEWVo=", "base64");

/**
 * Makes sure that a .tar.xz can be decoded on this machine, by decoding the smallest there is.
 *
 * @throws {PyverifyError} usage/format-unavailable
 */
export async function checkDecoder(): Promise<void> {
  const decompressor = startDecompressor("tar.xz");
  try {
    for await (const chunk of decompressor.decompress(emptyXz)) void chunk;
  } finally {
    await decompressor.stop();
  }
}
