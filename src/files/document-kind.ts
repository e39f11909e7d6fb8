/**
 * What a file that is not what it should be seems to be, as the end of "it …"; undefined where
 * nothing tells. Only the words of a refusal depend on it.
 */
export function whatItSeems(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return "is empty";
  const magic = signatures.find(({ start }) => bytes.subarray(0, start.length).equals(start));
  if (magic !== undefined) return magic.words;
  const text = bytes.toString("utf8", 0, 4096).trimStart();
  if (text === "") return "is blank";
  const found = beginnings.find(({ pattern }) => pattern.test(text));
  if (found !== undefined) return found.words;
  if (!/^[{[]/.test(text)) return undefined;
  const words = documents.find(({ pattern }) => pattern.test(text))?.words;
  if (isJson(bytes)) return words ?? "is another JSON document";
  return words === undefined ? "is cut short or damaged" : `${words}, cut short or damaged`;
}

/** Why bytes that were to be JSON are none, as a whole sentence. */
export function whyNotJson(bytes: Buffer): string {
  const seems = whatItSeems(bytes);
  return seems === undefined ? "it is not JSON" : `it is not JSON: it ${seems}`;
}

/** How files begin that people have lying beside the one that is meant. */
const signatures: readonly { readonly start: Buffer; readonly words: string }[] = [
  { start: Buffer.from("fd377a585a00", "hex"), words: "seems to be an .xz file" },
  { start: Buffer.from("1f8b", "hex"), words: "seems to be a .gz file" },
  { start: Buffer.from("504b0304", "hex"), words: "seems to be a .zip file" },
  { start: Buffer.from("fffe", "hex"), words: "seems to be text in UTF-16" },
  { start: Buffer.from("feff", "hex"), words: "seems to be text in UTF-16" },
  { start: Buffer.from("3082", "hex"), words: "seems to be a certificate or key in DER" },
  { start: Buffer.from("efbbbf", "hex"), words: "begins with a byte order mark" },
];

const beginnings: readonly { readonly pattern: RegExp; readonly words: string }[] = [
  { pattern: /^<(!doctype|html|head|body|\?xml)\b/i, words: "seems to be a web page" },
  { pattern: /^-----BEGIN CERTIFICATE-----/, words: "seems to be a certificate in PEM" },
  { pattern: /^-----BEGIN PGP /, words: "seems to be a PGP signature or key" },
  { pattern: /^-----BEGIN [A-Z ]*PRIVATE KEY-----/, words: "seems to be a private key" },
  { pattern: /^-----BEGIN /, words: "seems to be another PEM file" },
  { pattern: /^(#.*\n)*lock-version\s*=/, words: "seems to be a lockfile of pyverify" },
];

/** How JSON documents begin: each of these is written with what it is in front. */
const documents: readonly { readonly pattern: RegExp; readonly words: string }[] = [
  {
    pattern: /^\{\s*"mediaType"\s*:\s*"application\/vnd\.dev\.sigstore\.bundle/,
    words: "seems to be a Sigstore bundle",
  },
  {
    pattern: /^\{\s*"mediaType"\s*:\s*"application\/vnd\.dev\.sigstore\.trustedroot/,
    words: "seems to be a trusted root",
  },
  {
    pattern: /^\{\s*"mediaType"\s*:\s*"application\/vnd\.pyverify\.audit/,
    words: "seems to be the report of an audit",
  },
  {
    pattern: /^\{\s*"mediaType"\s*:\s*"application\/vnd\.pyverify\.feed/,
    words: "seems to be a document of a feed",
  },
  {
    pattern: /^\{\s*("signatures"\s*:|"signed"\s*:\s*\{)/,
    words: "seems to be TUF metadata",
  },
];

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString("utf8"));
    return true;
  } catch {
    return false;
  }
}
