import { existsSync } from "node:fs";
import { PyverifyError } from "../base/errors.ts";
import { parseWebAddress } from "../http/settings/web-address.ts";

/**
 * Reads a mirror's address and makes it a folder URL.
 *
 * @param source the flag or variable that it was given by
 * @throws {PyverifyError} usage/invalid-value
 */
export function parseMirrorUrl(text: string, source: string): string {
  const parsed = URL.parse(text);
  const isFolder = parsed === null ? existsSync(text) : parsed.protocol === "file:";
  if (isFolder || /^\.{0,2}\//.test(text)) throw local();
  const url = parseWebAddress(text, source, "https://www.python.org/ftp/python/");
  if (url.search !== "" || url.hash !== "") {
    throw new PyverifyError("usage", "invalid-value", `the address in ${source} cannot be used`, {
      because: "a folder's address has no ? and no #",
      hint: "give the folder that holds 3.14.0/, for example https://www.python.org/ftp/python/",
    });
  }
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url.href;
}

function local(): PyverifyError {
  return new PyverifyError("usage", "invalid-value", "the mirror is a folder of this machine", {
    because: "a mirror is asked over the network, by https:// or http://",
    hint: "pyverify fetch takes a folder with --from DIR, and pyverify audit with --bundles DIR",
  });
}
