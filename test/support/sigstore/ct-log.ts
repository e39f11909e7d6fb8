import { encodeExtension } from "./certificate.ts";
import { octetString } from "./der.ts";
import { generateKey, type Key, sha256 } from "./key.ts";

/** A certificate transparency log (RFC 6962): it promises to publish what Fulcio issues. */
export interface CtLog {
  readonly key: Key;
  readonly logId: Buffer;
  /**
   * A signed certificate timestamp for a certificate to be.
   *
   * @param tbs the certificate's signed part, without timestamps
   * @param issuer the key of its issuer
   */
  promise(tbs: Buffer, issuer: Key, time: Date): Buffer;
}

export function createCtLog(): CtLog {
  const key = generateKey("P-256");
  const logId = sha256(key.spki);
  return {
    key,
    logId,
    promise: (tbs, issuer, time) => {
      const timestamp = uint64(time.getTime());
      const signature = key.sign(
        // https://www.rfc-editor.org/rfc/rfc6962#section-3.2: v1, certificate_timestamp,
        // precert_entry, no extensions
        Buffer.concat([
          Buffer.of(0, 0),
          timestamp,
          uint16(1),
          sha256(issuer.spki),
          Buffer.of(0),
          uint16(tbs.length),
          tbs,
          uint16(0),
        ]),
      );
      return Buffer.concat([
        Buffer.of(0),
        logId,
        timestamp,
        uint16(0),
        // SHA-256 and ECDSA, https://www.rfc-editor.org/rfc/rfc5246#section-7.4.1.4.1
        Buffer.of(4, 3),
        uint16(signature.length),
        signature,
      ]);
    },
  };
}

/** The certificate extension that carries timestamps (RFC 6962, section 3.3). */
export function timestampListExtension(timestamps: readonly Buffer[]): Buffer {
  const list = Buffer.concat(timestamps.flatMap((item) => [uint16(item.length), item]));
  return encodeExtension(
    "1.3.6.1.4.1.11129.2.4.2",
    octetString(Buffer.concat([uint16(list.length), list])),
  );
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
