import { PyverifyError } from "../base/errors.ts";

/**
 * Reads a mirror's address and makes it a folder URL.
 *
 * @throws {PyverifyError} usage/invalid-value
 */
export function parseMirrorUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === "file:" || /^\.{0,2}\//.test(text)) throw local();
  if (url === null) throw unusable("it is not a URL");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw unusable(`pyverify speaks https:// and http://, and this is ${url.protocol}//`);
  }
  if (url.search !== "" || url.hash !== "") throw unusable("a folder's address has no ? and no #");
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url.href;
}

function unusable(because: string): PyverifyError {
  return new PyverifyError("usage", "invalid-value", "the mirror's address cannot be used", {
    because,
    hint: "give the folder that holds 3.14.0/, for example https://www.python.org/ftp/python/",
  });
}

function local(): PyverifyError {
  return new PyverifyError("usage", "invalid-value", "the mirror is a folder of this machine", {
    because: "a mirror is asked over the network, by https:// or http://",
    hint: "pyverify fetch takes a folder with --from DIR, and pyverify audit with --bundles DIR",
  });
}
