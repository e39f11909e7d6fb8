import type { X509Certificate } from "@sigstore/core";

/**
 * Lets the library encode a certificate once, and not at every comparison: to build a chain it
 * compares each certificate with the others by encoding both anew, which would take more than half
 * of a verification. The bytes are those that it would make itself.
 *
 * @param certificate one that nobody changes any more; the library changes copies only
 */
export function memoizeEncoding({ root, tbsCertificate }: X509Certificate): void {
  for (const part of [tbsCertificate, root]) {
    const encode = part.toDER.bind(part);
    let der: Buffer | undefined;
    part.toDER = () => (der ??= encode());
  }
}
