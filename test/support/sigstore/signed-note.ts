import { type Key, sha256 } from "./key.ts";

/** Somebody who signs notes: a log, or a witness of one. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: Buffer;
  readonly key: Key;
}

/** A text and the signatures below it (https://github.com/C2SP/C2SP/blob/main/signed-note.md). */
export function signNote(note: string, signers: readonly NoteSigner[]): string {
  const lines = signers.map(({ name, keyId, key }) => {
    const signature = Buffer.concat([keyId.subarray(0, 4), key.sign(Buffer.from(note, "utf8"))]);
    return `\u2014 ${name} ${signature.toString("base64")}\n`;
  });
  return `${note}\n${lines.join("")}`;
}

/** The ID that tells a note which key to look for. */
export function noteKeyId(name: string, key: Key): Buffer {
  // For ECDSA, Sigstore's logs take the hash of the key alone.
  if (key.type !== "Ed25519") return sha256(key.spki);
  return sha256(Buffer.from(`${name}\n`, "utf8"), Buffer.of(1), key.spki.subarray(-32));
}
