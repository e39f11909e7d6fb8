import { X509Certificate } from "@sigstore/core";
import { describe, expect, it } from "vitest";
import { memoizeEncoding } from "../../../src/trust/memoize.ts";
import { embeddedTrustedRoot } from "../../../src/trust/embedded.ts";

const { material } = embeddedTrustedRoot({
  observe: () => undefined,
  signal: new AbortController().signal,
});
const certificates = [...material.certificateAuthorities, ...material.timestampAuthorities]
  .flatMap(({ certChain }) => certChain)
  .map((certificate) => certificate.clone());

describe("a certificate that is encoded once", () => {
  it("has the bytes that the library would have made each time, whole and to be signed", () => {
    expect(certificates.length).toBeGreaterThan(3);
    for (const certificate of certificates) {
      const whole = certificate.root.toDER();
      const toBeSigned = certificate.tbsCertificate.toDER();
      memoizeEncoding(certificate);
      expect(certificate.root.toDER()).toEqual(whole);
      expect(certificate.tbsCertificate.toDER()).toEqual(toBeSigned);
      expect(certificate.root.toDER()).toBe(certificate.root.toDER());
    }
  });

  it("leaves its copies alone, of which the library changes one to verify an SCT", () => {
    for (const certificate of certificates) {
      memoizeEncoding(certificate);
      const copy = certificate.clone();
      expect(copy).toBeInstanceOf(X509Certificate);
      expect(copy.root.toDER()).not.toBe(certificate.root.toDER());
      copy.extensions.pop();
      expect(copy.root.toDER().length).toBeLessThan(certificate.root.toDER().length);
    }
  });
});
