import type { FaultName } from "../support/faults/all-faults.ts";

const unanchored = "its policy takes the address for a regular expression that may match anywhere";
const twoReaders = "RFC 8259 leaves open which of two equal keys counts, so two readers may differ";
const oneSpelling = "a bundle has one spelling, so that its digest can be compared and logged";
const oneReading =
  "what is compared has one reading, whoever signed it, and readers differ on this";
const noArtifact = "with an envelope, it never looks at the tarball's bytes";

/**
 * The bundles that `sigstore`'s own client accepts and pyverify refuses, each with the reason why.
 * A difference that does not stand here, or one here that is none any more, fails the suite.
 */
export const stricterThanSigstore: Partial<Record<FaultName, string>> = {
  "an address that ends in the right one": unanchored,
  "an address that begins with the right one": unanchored,
  "an address that matches as a regular expression": unanchored,
  "the right address as a URI": "it does not tell an e-mail address from a URI of the same text",
  "the right address, and a second one": "it looks at the first name alone",
  "a certificate for another purpose than signing code":
    "the client specification asks for the code signing purpose, and it does not look",
  "a certificate that names no purpose":
    "the client specification asks for the code signing purpose, and it does not look",
  "a certificate that may sign others":
    "the client specification asks for a certificate that is no authority, and it does not look",
  "a chain of several certificates":
    "clients have to ignore what is there beside the leaf, so it has no business in a bundle",

  "an issuer with high bits": oneReading,
  "an issuer with high bits in the older extension": oneReading,
  "an issuer that differs in the older extension": oneReading,
  "the issuer twice": oneReading,
  "the issuer twice in the older extension": oneReading,
  "an issuer with bytes behind it": oneReading,
  "an issuer in an octet string": oneReading,
  "an issuer in a string of another type": oneReading,
  "an address with high bits": oneReading,
  "two lists of names": oneReading,
  "an unknown extension twice": oneReading,
  "a negative serial number": oneReading,
  "a certificate's time with high bits": oneReading,
  "a logged digest with junk behind it": oneReading,
  "a logged digest of another algorithm": oneReading,
  "a logged signature with junk in it": oneReading,
  "a logged certificate with text around it": oneReading,
  "Rekor v2: a logged digest with junk in it": oneReading,
  "a timestamp's time with high bits": oneReading,
  "an issuer under a padded identifier": oneReading,
  "a serial number with a byte too many": oneReading,

  "an inclusion proof that names another root":
    "it takes the checkpoint's root, and never compares what the proof itself claims",
  "an inclusion proof that names another tree size":
    "it takes the checkpoint's tree size, and never compares what the proof itself claims",
  "a checkpoint signed under a part of the log's name":
    "it takes any part of the log's address for its name, even a single letter",
  "a checkpoint whose signature's base64 has bits behind its end": oneSpelling,
  "a checkpoint with something behind its signatures":
    "it picks out the lines that look like signatures, and ignores all others",
  "Rekor v2: a log index that is not the proof's":
    "no signature covers the index, so a person would look up somebody else's entry",
  "Rekor v2: a time of the log's own": "no signature covers it in a Rekor v2 entry",

  "a DSSE envelope, genuinely signed": noArtifact,
  "a DSSE envelope, genuinely signed, in Rekor v2": noArtifact,
  "a DSSE envelope beside the message signature": noArtifact,

  "a media type with something behind it": "it matches the media type without an end anchor",
  "a media type of a later version": "nobody knows yet what a later version will mean",
  "junk in base64": oneSpelling,
  "white space in base64": oneSpelling,
  "base64 with bits behind its end": oneSpelling,
  "base64 without its padding": oneSpelling,
  "a key that stands twice": twoReaders,
  "a key that stands twice, once escaped": twoReaders,
  "an unknown field": "what is not known is not verified, and may be taken for it",
  "a prototype in the JSON": "what is not known is not verified, and may be taken for it",
  "an oversized file": "no bundle needs that much, and parsing it costs memory",
  "a number where text belongs": "64-bit numbers are text in protobuf's JSON, or lose digits",
};
