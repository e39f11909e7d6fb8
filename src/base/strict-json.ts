import { visit } from "jsonc-parser";

/** Why a text is not JSON that means one thing only; the message goes on from "it …". */
export class AmbiguousJson extends Error {
  override readonly name = "AmbiguousJson";
}

/**
 * Reads JSON that means one thing only: UTF-8, of bounded size, without duplicate keys.
 *
 * @param noun what such a document is called
 * @throws {AmbiguousJson}
 */
export function parseStrictJson(bytes: Buffer, maxBytes: number, noun: string): unknown {
  if (bytes.length > maxBytes) {
    throw new AmbiguousJson(`it has ${bytes.length} bytes, and no ${noun} needs ${maxBytes}`);
  }
  let json: unknown;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    json = JSON.parse(text);
  } catch (cause) {
    throw new AmbiguousJson("it is not JSON in UTF-8", { cause });
  }
  try {
    refuseDuplicateKeys(text);
  } catch (cause) {
    // The visitor recurses: brackets by the thousand exhaust the stack.
    throw cause instanceof RangeError
      ? new AmbiguousJson("it is nested too deeply", { cause })
      : cause;
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
      if (open.at(-1)?.has(key)) throw new AmbiguousJson(`the key "${key}" stands in it twice`);
      open.at(-1)?.add(key);
    },
    onObjectEnd: () => {
      open.pop();
    },
  });
}
