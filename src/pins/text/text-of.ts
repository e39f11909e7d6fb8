/**
 * The text of a file, whatever is in it: UTF-8, or UTF-16 as PowerShell writes it. Zero bytes are left
 * out, which makes readable what is UTF-16 without saying so; nothing else is refused, since a pin in a
 * file of an unexpected form is still a pin.
 */
export function textOf(bytes: Buffer): string {
  const text = decode(bytes);
  return text.includes("\0") ? text.replaceAll("\0", "") : text;
}

function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder("utf-8").decode(bytes);
}
