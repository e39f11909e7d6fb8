import { PyverifyError } from "../../base/errors.ts";

/**
 * Reads an address that a user has set, so that nothing in it is left for a library to trip over
 * while it is used. What cannot be read is never shown: it may hold a password.
 *
 * @param source the flag or variable that it was given by
 * @param example what such an address looks like
 * @throws {PyverifyError} usage/invalid-value
 */
export function parseWebAddress(text: string, source: string, example: string): URL {
  const refuse = (because: string, hint: string): PyverifyError =>
    new PyverifyError("usage", "invalid-value", `the address in ${source} cannot be used`, {
      because,
      hint,
    });
  const give = `give an address such as ${example}`;
  // The parser would take them out without a word, and with them what they part.
  if (/[\p{Cc}\p{Z}]/u.test(text)) throw refuse("it has a blank or a line break in it", give);
  const url = URL.parse(text);
  if (url === null || url.hostname === "") {
    const hint = text.includes("@")
      ? `${give}; in a user name or password / is written %2F, ? %3F, # %23, @ %40 and % %25`
      : give;
    throw refuse("it is not a URL", hint);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw refuse(`pyverify speaks https:// and http://, and this is ${url.protocol}//`, give);
  }
  if (!isDecodable(url)) {
    throw refuse(
      "it has a % in it that begins no character's code",
      "write %25 where a % is meant, in a password too",
    );
  }
  return url;
}

/** Whether user name, password and path are percent-encoded as a whole: RFC 3986, section 2.1. */
export function isDecodable({ username, password, pathname }: URL): boolean {
  try {
    for (const part of [username, password]) decodeURIComponent(part);
  } catch {
    return false;
  }
  // A path need not be UTF-8: it goes to the server as it is.
  return !/%(?![0-9a-f]{2})/i.test(pathname);
}

/**
 * Reads the address of a service below which pyverify asks for files.
 *
 * @throws {PyverifyError} usage/invalid-value
 */
export function parseServiceAddress(text: string, source: string): string {
  const url = parseWebAddress(text, source, "https://HOST/FOLDER");
  if (url.search !== "" || url.hash !== "") {
    throw new PyverifyError("usage", "invalid-value", `the address in ${source} cannot be used`, {
      because: "files are looked for below it, so it has no ? and no #",
      hint: "leave out what follows the folder's name",
    });
  }
  // The parser adds a slash to a host alone.
  return text.endsWith("/") ? url.href : url.href.replace(/\/$/, "");
}
