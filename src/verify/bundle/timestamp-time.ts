import { RFC3161Timestamp } from "@sigstore/core";
import { derTag, generalizedTime, readDer, readDerItems } from "../der.ts";

/**
 * The time in an RFC 3161 timestamp, read strictly where the library takes any bytes of which the
 * lower seven bits are digits. Verifies nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2
 * @param response a TimeStampResp in DER, whole
 * @throws {Error} if it is none
 */
export function timestampTime(response: Buffer): Date {
  readDer(response, derTag.sequence);
  // Version, policy, imprint and serial number stand before it.
  const [, , , , time] = readDerItems(
    readDer(RFC3161Timestamp.parse(Buffer.from(response)).tstInfo.raw, derTag.sequence),
  );
  return generalizedTime(time);
}
