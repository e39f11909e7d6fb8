import { RunningDecoder } from "./running-decoder.ts";

const emptyXz = Buffer.from("/Td6WFoAAATm1rRGAAAAABzfRCEftvN9AQAAAAAEWVo=", "base64");

/**
 * Makes sure that a .tar.xz can be decoded on this machine, by decoding the smallest there is.
 *
 * @returns whether it was decoded as another user than pyverify's, who owns nothing
 * @throws {PyverifyError} usage/format-unavailable, filesystem/decoder-not-started
 */
export async function checkDecoder(): Promise<boolean> {
  const decoder = new RunningDecoder();
  try {
    for await (const chunk of decoder.decode(emptyXz)) void chunk;
    return decoder.isNobody;
  } finally {
    decoder.stop();
  }
}
