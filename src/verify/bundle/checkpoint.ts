import { isCanonicalBase64 } from "./bundle-schema.ts";

/**
 * A signed checkpoint from its first line to its last: origin, size, root, other lines, an empty one,
 * signatures. The origin is the log's name, with the tree's ID behind it in Rekor v1.
 *
 * @see https://github.com/C2SP/C2SP/blob/main/signed-note.md
 * @see https://github.com/C2SP/C2SP/blob/main/tlog-checkpoint.md
 */
const signedCheckpoint =
  /^(?<log>\S+)[^\n]*\n\d+\n[^\n]+\n(?:[^\n]+\n)*\n(?<signatures>(?:\u2014 \S+ \S+\n)+)$/;

/**
 * Whether a checkpoint is a signed note, and nothing else, with a signature under its log's own name.
 * Does not verify any: the library does, yet it takes any text in which such lines occur, any part
 * of the log's name for its name, and any spelling of base64.
 */
export function isSignedByItsLog(checkpoint: string): boolean {
  const { log, signatures } = signedCheckpoint.exec(checkpoint)?.groups ?? {};
  if (log === undefined || signatures === undefined) return false;
  const lines = signatures.trimEnd().split("\n");
  const signed = lines.map((line) => line.split(" "));
  return (
    signed.every(([, , signature = ""]) => isCanonicalBase64(signature)) &&
    signed.some(([, name]) => name === log)
  );
}
