import { expect, it } from "vitest";
import { whatItSeems, whyNotJson } from "../../../src/files/document-kind.ts";

it.each([
  ["", "is empty"],
  [" \n", "is blank"],
  ["\uFEFF{}", "begins with a byte order mark"],
  ["\n<!doctype html><title>Sign in</title>", "seems to be a web page"],
  ["-----BEGIN CERTIFICATE-----\n", "seems to be a certificate in PEM"],
  ["-----BEGIN EC PRIVATE KEY-----\n", "seems to be a private key"],
  ["-----BEGIN PGP SIGNATURE-----\n", "seems to be a PGP signature or key"],
  ["-----BEGIN PKCS7-----\n", "seems to be another PEM file"],
  [
    '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}',
    "seems to be a Sigstore bundle",
  ],
  [
    '{\n "mediaType": "application/vnd.dev.sigstore.trustedroot+json" }',
    "seems to be a trusted root",
  ],
  ['{"signed":{"_type":"root"}}', "seems to be TUF metadata"],
  ['{\n "signatures": []}', "seems to be TUF metadata"],
  ["# Made by\nlock-version = 1\n", "seems to be a lockfile of pyverify"],
  ['{"mediaType":"application/vnd.pyverify.audit+json"}', "seems to be the report of an audit"],
  ['{"a":1}', "is another JSON document"],
  ['{"a":', "is cut short or damaged"],
  ["hello", undefined],
])("%j %s", (text, words) => {
  expect(whatItSeems(Buffer.from(text))).toBe(words);
});

it.each([
  ["fd377a585a000004", "seems to be an .xz file"],
  ["1f8b0800", "seems to be a .gz file"],
  ["504b0304", "seems to be a .zip file"],
  ["fffe7b00", "seems to be text in UTF-16"],
  ["30820122", "seems to be a certificate or key in DER"],
])("bytes %s: %s", (hex, words) => {
  expect(whatItSeems(Buffer.from(hex, "hex"))).toBe(words);
});

it("says why something is not JSON, with what it seems to be", () => {
  expect(whyNotJson(Buffer.from("hello"))).toBe("it is not JSON");
  expect(whyNotJson(Buffer.from(""))).toBe("it is not JSON: it is empty");
});
