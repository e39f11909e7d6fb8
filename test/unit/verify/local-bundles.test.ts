import { describe, expect, it } from "vitest";
import { CertificateIdentity } from "../../../src/release/certificate-identity.ts";
import type { AcceptedSigners } from "../../../src/release/release.ts";
import { parseTrustedRoot, type TrustedRoot } from "../../../src/trust/trusted-root.ts";
import { verifyDigest } from "../../../src/verify/verify.ts";
import { allFaults } from "../../support/faults/all-faults.ts";
import { createFaultWorld, type Fault } from "../../support/faults/fault.ts";
import { bytesOf, logEntryOf } from "../../support/sigstore/bundle.ts";
import { sha256 } from "../../support/sigstore/key.ts";
import type { SigningOptions } from "../../support/sigstore/local-sigstore.ts";
import { createRekorV2 } from "../../support/sigstore/transparency-log.ts";
import { type TrustedRootJson, trustedRootOf } from "../../support/sigstore/trusted-root.ts";

const world = createFaultWorld();
const { sigstore, artifact } = world;
const digest = sha256(artifact).toString("hex");
const hugo: AcceptedSigners = [
  CertificateIdentity.of("hugo@python.org", "https://github.com/login/oauth"),
];

function verify(bundle: Buffer, signers = hugo, root = trust(sigstore.trustedRoot())) {
  return verifyDigest(digest, bundle, signers, root);
}

function sign(options: SigningOptions): Buffer {
  return bytesOf(sigstore.sign(artifact, options));
}

function trust(root: TrustedRootJson): TrustedRoot {
  return parseTrustedRoot(Buffer.from(JSON.stringify(root)), "file");
}

describe("a good bundle is accepted", () => {
  const shapes: readonly SigningOptions[] = [
    {},
    { bundleVersion: "0.1" },
    { bundleVersion: "0.2", issuerExtensions: "old", curve: "P-384" },
    { bundleVersion: "0.3", issuerExtensions: "new" },
    { timestamp: true },
    { rekor: "v2" },
    { rekor: "v2", curve: "P-384" },
  ];

  it.each(shapes)("as %j", (options) => {
    expect(verify(sign(options)).signer).toBe(hugo[0]);
  });

  it("with the log's time, index and ID, and the certificate's serial number", () => {
    const signedAt = new Date("2026-03-01T12:00:00Z");
    const bundle = sigstore.sign(artifact, { signedAt });
    const { logIndex } = logEntryOf(bundle);
    const root = trust(sigstore.trustedRoot());
    const verification = verify(bytesOf(bundle), hugo, root);
    expect(verification).toMatchObject({
      sha256: digest,
      signedAt,
      bundle: {
        sha256: sha256(bytesOf(bundle)).toString("hex"),
        mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      },
      transparencyLog: [
        {
          logIndex: Number(logIndex),
          integratedTime: signedAt.getTime() / 1000,
          url: undefined,
        },
      ],
      trustedRoot: { origin: "file", sha256: root.sha256 },
    });
    expect(verification.certificateSerial).toMatch(/^3e[0-9a-f]{38}$/);
    expect(verification.transparencyLog[0]?.logId).toBe(
      sigstore.services.rekorV1.logId.toString("hex"),
    );
  });

  it("with the timestamp authority's time where Rekor v2 has none", () => {
    const signedAt = new Date("2026-03-01T12:00:00Z");
    const verification = verify(sign({ rekor: "v2", signedAt }));
    expect(verification.signedAt).toEqual(signedAt);
    expect(verification.transparencyLog[0]?.integratedTime).toBeUndefined();
  });

  it("without a list of timestamps, where the log tells the time", () => {
    const bundle = sigstore.sign(artifact);
    delete bundle.verificationMaterial.timestampVerificationData;
    expect(verify(bytesOf(bundle)).signer).toBe(hugo[0]);
  });

  it("from Rekor v2 with a time of zero, as some write a time that is not there", () => {
    const bundle = sigstore.sign(artifact, { rekor: "v2" });
    logEntryOf(bundle).integratedTime = "0";
    expect(verify(bytesOf(bundle)).transparencyLog[0]?.integratedTime).toBeUndefined();
  });

  it("from a Rekor v2 whose key is ECDSA, as a private one's may be", () => {
    const rekorV2 = createRekorV2("P-256");
    const start = new Date("2021-01-01T00:00:00Z");
    const root = trust(trustedRootOf({ ...sigstore.services, rekorV2 }, start));
    const bundle = sign({ rekor: "v2", services: { rekorV2 } });
    expect(verify(bundle, hugo, root).signer).toBe(hugo[0]);
  });

  it("from each of several accepted signers", () => {
    const savannah = CertificateIdentity.of(
      "savannah@python.org",
      "https://github.com/login/oauth",
    );
    const bundle = sign({ identity: "savannah@python.org" });
    expect(verify(bundle, [...hugo, savannah]).signer).toBe(savannah);
  });

  it("from a workflow that is named by its URI", () => {
    const identity = "https://github.com/python/cpython/.github/workflows/sign.yml@refs/tags/v1";
    const issuer = "https://token.actions.githubusercontent.com";
    const workflow = CertificateIdentity.of(identity, issuer);
    const bundle = sign({ identity, identityType: "uri", issuer });
    expect(verify(bundle, [workflow]).signer).toBe(workflow);
  });
});

const faults: readonly (readonly [string, Fault])[] = Object.entries(allFaults);

describe("a bundle with a single fault is refused", () => {
  it.each(faults)("%s", (_name, fault) => {
    const bundle = fault.bundle(world);
    expect(refusalOf(() => verify(bundle))).toEqual({
      name: "PyverifyError",
      kind: "verification",
      code: fault.code,
      message: expect.stringMatching(/^[a-z].*[^.]$/),
      because: expect.stringMatching(/./),
      hint: expect.stringMatching(/./),
    });
  });
});

describe("a signer who is not the right one is named as the certificate does", () => {
  it.each([
    ["signed by another person", "signed by mallory@example.org (https://github.com/login/oauth)"],
    ["a certificate that names nobody", "signed by nobody (https://github.com/login/oauth)"],
    ["a certificate that names no issuer", "signed by hugo@python.org, vouched for by nobody,"],
    ["the right address as a URI", "signed by URI:hugo@python.org ("],
    [
      "the right address, and a second one",
      "signed by email:hugo@python.org, email:mallory@example.org (",
    ],
  ] as const)("%s", (name, words) => {
    const refusal = refusalOf(() => verify(allFaults[name].bundle(world)));
    expect(refusal).toMatchObject({
      message: expect.stringContaining(words),
      because: "the signer has to be hugo@python.org (https://github.com/login/oauth)",
    });
  });
});

describe("a refusal says what is wrong", () => {
  it.each([
    ["a log entry for another digest", "because", "the log entry is for another digest"],
    ["a SET with one bit changed", "message", "transparency log entry is not genuine"],
    ["a log entry that is not JSON", "because", "the log entry's body cannot be read"],
    ["an issuer that differs in the older extension", "because", "it names two issuers"],
    ["the issuer twice", "because", "an extension stands in it twice"],
    ["a certificate with a byte behind its end", "because", "bytes after its end"],
    ["a certificate that is not one", "because", "its certificate cannot be read"],
    ["a certificate that names no purpose", "because", "no purpose that it names"],
    ["an empty signature", "because", "messageSignature.signature: not canonical base64"],
    ["an oversized signature", "because", "messageSignature.signature: more than 1024 bytes"],
    ["a digest of 31 bytes", "because", "messageSignature.messageDigest.digest: not 32 bytes long"],
  ] as const)("in %s, in its %s: %s", (name, line, words) => {
    const refusal = refusalOf(() => verify(allFaults[name].bundle(world)));
    expect(refusal).toMatchObject({ [line]: expect.stringContaining(words) });
  });

  it.each([
    ["embedded", "update pyverify, or use --trusted-root tuf, which needs the network"],
    ["file", "update pyverify, or use --trusted-root tuf, which needs the network"],
    ["tuf", "do not use this tarball, and report it"],
  ] as const)("and what to do where the root came from %s and lacks the log", (origin, hint) => {
    const root = parseTrustedRoot(Buffer.from(JSON.stringify(sigstore.trustedRoot())), origin);
    const bundle = allFaults["an entry of an unknown log"].bundle(world);
    expect(refusalOf(() => verify(bundle, hugo, root))).toMatchObject({
      code: "log-unknown",
      because: expect.stringContaining(`the trusted root (${origin})`),
      hint,
    });
  });
});

describe("a trusted root whose keys were not valid at the time of signing is of no use", () => {
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
  const hourAhead = new Date(Date.now() + 3_600_000).toISOString();
  const windows = [
    ["had ended", { start: "2021-01-01T00:00:00Z", end: hourAgo }],
    ["had not begun", { start: hourAhead }],
  ] as const;
  type RootChange = (root: TrustedRootJson, validFor: { start: string; end?: string }) => void;
  const holders: readonly (readonly [string, "v1" | "v2", string, RootChange])[] = [
    [
      "Rekor v1",
      "v1",
      "transparency-log-invalid",
      (root, validFor) => {
        for (const log of root.tlogs) log.publicKey.validFor = validFor;
      },
    ],
    [
      "Rekor v2",
      "v2",
      "transparency-log-invalid",
      (root, validFor) => {
        for (const log of root.tlogs) log.publicKey.validFor = validFor;
      },
    ],
    [
      "CT log",
      "v1",
      "sct-invalid",
      (root, validFor) => {
        for (const log of root.ctlogs) log.publicKey.validFor = validFor;
      },
    ],
    [
      "CA",
      "v1",
      "certificate-expired-at-signing",
      (root, validFor) => {
        for (const authority of root.certificateAuthorities) authority.validFor = validFor;
      },
    ],
    [
      "timestamp authority",
      "v2",
      "timestamp-invalid",
      (root, validFor) => {
        for (const authority of root.timestampAuthorities) authority.validFor = validFor;
      },
    ],
  ];

  describe.each(windows)("validity %s", (_when, validFor) => {
    it.each(holders)("%s", (_name, rekor, code, change) => {
      const root = sigstore.trustedRoot();
      change(root, validFor);
      expect(refusalOf(() => verify(sign({ rekor }), hugo, trust(root)))).toMatchObject({
        code,
        because: expect.stringMatching(/./),
      });
    });
  });

  it("nor one of whose CAs the key cannot be read", () => {
    const root = sigstore.trustedRoot();
    for (const authority of root.certificateAuthorities) {
      for (const certificate of authority.certChain.certificates) {
        const der = Buffer.from(certificate.rawBytes, "base64");
        // The key as a bit string: no unused bits, and a point that is not compressed.
        const point = der.lastIndexOf(Buffer.from([0x00, 0x04]));
        der[point + 1] = 0x05;
        certificate.rawBytes = der.toString("base64");
      }
    }
    const damaged = parseTrustedRoot(Buffer.from(JSON.stringify(root)), "tuf");
    expect(refusalOf(() => verify(sign({}), hugo, damaged))).toMatchObject({ code: "ca-unknown" });
  });

  it("nor one of whose CAs has no certificate that has a key", () => {
    const root = sigstore.trustedRoot();
    for (const authority of root.certificateAuthorities) {
      // A sequence that holds a sequence that holds a number.
      for (const certificate of authority.certChain.certificates) {
        certificate.rawBytes = "MAUwAwIBAQ==";
      }
    }
    const damaged = parseTrustedRoot(Buffer.from(JSON.stringify(root)), "tuf");
    expect(refusalOf(() => verify(sign({}), hugo, damaged))).toMatchObject({ code: "ca-unknown" });
  });

  it("and the certificate is not blamed where it is its CA that was not valid", () => {
    const root = sigstore.trustedRoot();
    for (const authority of root.certificateAuthorities) authority.validFor = { start: hourAhead };
    expect(refusalOf(() => verify(sign({}), hugo, trust(root)))).toMatchObject({
      message: "the certificate's CA was not valid when the tarball was signed",
      because: expect.stringMatching(/^the trusted root \(file\) does not list it as valid at 2/),
    });
    for (const fault of [
      "a certificate that had expired when it signed",
      "a certificate that was not valid yet when it signed",
    ] as const) {
      expect(refusalOf(() => verify(allFaults[fault].bundle(world)))).toMatchObject({
        message: "the certificate was not valid when the tarball was signed",
        because: expect.stringMatching(/^it was valid from .* to /),
      });
    }
  });

  it.each(["v1", "v2"] as const)("and of use at its first and last moment: %s", (rekor) => {
    const moment = new Date("2026-03-01T12:00:00Z");
    const root = sigstore.trustedRoot();
    for (const log of root.tlogs) {
      log.publicKey.validFor = { start: moment.toISOString(), end: moment.toISOString() };
    }
    const bundle = sign({ rekor, signedAt: moment });
    expect(verify(bundle, hugo, trust(root)).signer).toBe(hugo[0]);
  });
});

/** What was thrown, as plain data. */
function refusalOf(action: () => unknown): object {
  try {
    action();
  } catch (refusal) {
    if (!(refusal instanceof Error)) throw refusal;
    return { name: refusal.name, message: refusal.message, ...omitCause(refusal) };
  }
  throw new Error("it was accepted");
}

function omitCause({ cause: _cause, ...rest }: Error): object {
  return rest;
}
