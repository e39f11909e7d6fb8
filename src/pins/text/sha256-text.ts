/** How a SHA-256 is written down. */
export type DigestEncoding = "hex" | "base64" | "nix-base32";

/** Nix's own base 32: no e, o, t and u. */
const nixAlphabet = "0123456789abcdfghijklmnpqrsvwxyz";

const nixDigits = 52;

/** Reads 64 hexadecimal digits of either case. */
export function fromHex(text: string): string | undefined {
  return /^[0-9a-f]{64}$/i.test(text) ? text.toLowerCase() : undefined;
}

/**
 * Reads base 64 as subresource integrity and Nix write it. Bits that belong to no byte have to be
 * zero: two texts for one digest would be one too many.
 *
 * @see https://www.w3.org/TR/SRI/#the-integrity-attribute
 */
export function fromBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes.toString("hex") : undefined;
}

/**
 * Reads Nix's base 32, which begins with the last bits of the digest.
 *
 * @see https://nix.dev/manual/nix/latest/protocols/nix32
 */
export function fromNixBase32(text: string): string | undefined {
  if (text.length !== nixDigits) return undefined;
  const bytes = Buffer.alloc(32);
  for (let digit = 0; digit < nixDigits; digit += 1) {
    const value = nixAlphabet.indexOf(text.charAt(nixDigits - 1 - digit));
    if (value < 0) return undefined;
    const bit = digit * 5;
    const index = bit >> 3;
    const shifted = value << (bit & 7);
    bytes[index] = (bytes[index] ?? 0) | (shifted & 0xff);
    const carried = shifted >> 8;
    if (index + 1 < bytes.length) bytes[index + 1] = (bytes[index + 1] ?? 0) | carried;
    else if (carried !== 0) return undefined;
  }
  return bytes.toString("hex");
}
