import { visit } from "jsonc-parser";
import { malformed } from "./bundle-failure.ts";

const maximumBytes = 256 * 1024;

/**
 * Reads JSON that means one thing only: UTF-8, of bounded size, without duplicate keys.
 *
 * @throws {PyverifyError} verification/bundle-malformed
 */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length > maximumBytes) {
    throw malformed(`it has ${bytes.length} bytes, and no bundle needs ${maximumBytes}`);
  }
  let json: unknown;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    json = JSON.parse(text);
  } catch (cause) {
    throw malformed("it is not JSON in UTF-8", cause);
  }
  try {
    refuseDuplicateKeys(text);
  } catch (cause) {
    // The visitor recurses: brackets by the thousand exhaust the stack.
    throw cause instanceof RangeError ? malformed("it is nested too deeply", cause) : cause;
  }
  return json;
}

/** RFC 8259 leaves open which of two equal keys counts, so two readers may differ on it. */
function refuseDuplicateKeys(text: string): void {
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectProperty: (key) => {
      if (open.at(-1)?.has(key)) throw malformed(`the key "${key}" stands in it twice`);
      open.at(-1)?.add(key);
    },
    onObjectEnd: () => {
      open.pop();
    },
  });
}
