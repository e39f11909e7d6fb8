import { AmbiguousJson, parseStrictJson } from "../../base/strict-json.ts";
import { whatItSeems } from "../../files/document-kind.ts";
import { malformed } from "./bundle-failure.ts";

const maximumBytes = 256 * 1024;

/**
 * Reads the JSON of a bundle.
 *
 * @throws {PyverifyError} verification/bundle-malformed
 */
export function parseBundleJson(bytes: Buffer): unknown {
  try {
    return parseStrictJson(bytes, maximumBytes, "bundle");
  } catch (error) {
    if (!(error instanceof AmbiguousJson)) throw error;
    const seems = error.cause instanceof SyntaxError ? whatItSeems(bytes) : undefined;
    throw malformed(seems === undefined ? error.message : `${error.message}: it ${seems}`, error);
  }
}
