import type { KeyObject } from "node:crypto";
import { p256, p384 } from "@noble/curves/nist.js";
import { bundleFromJSON } from "@sigstore/bundle";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";
import { describe, expect, it } from "vitest";
import type { CertificateIdentity } from "../../src/release/certificate-identity.ts";
import { findSignedSeries } from "../../src/release/release-managers.ts";
import { embeddedTrustedRoot } from "../../src/trust/embedded.ts";
import { verifyDigest } from "../../src/verify/verify.ts";
import { publicGoodTrustedRoot } from "../support/public-good.ts";
import { listRealBundles, readRealBundle, readRefusedBundle } from "../support/real-bundles.ts";
import { sha256 } from "../support/sigstore/key.ts";

/*
 * The same for the real bundles. The tarballs of most of them are not at hand, so the reference
 * client's verifier is asked about a digest; only its last step, ECDSA, is done in its place.
 */

type Verdict = "accepted" | "refused";

interface Claim {
  readonly bundle: Buffer;
  readonly sha256: string;
  readonly signer: CertificateIdentity;
}

const verifier = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(publicGoodTrustedRoot())));
const root = embeddedTrustedRoot({ observe: () => {}, signal: new AbortController().signal });

function sigstoresVerdict({ bundle, sha256: digest, signer }: Claim): Verdict {
  return verdict(() => {
    const entity = toSignedEntity(bundleFromJSON(JSON.parse(bundle.toString("utf8"))));
    const { signature } = entity;
    signature.verifySignature = (key) => verifyEcdsa(key, digest, signature.signature);
    const policy = {
      subjectAlternativeName: signer.subject,
      extensions: { issuer: signer.issuer },
    };
    verifier.verify(entity, policy);
  });
}

function ourVerdict({ bundle, sha256: digest, signer }: Claim): Verdict {
  return verdict(() => verifyDigest(digest, bundle, [signer], root));
}

function verdict(verification: () => unknown): Verdict {
  try {
    verification();
    return "accepted";
  } catch {
    return "refused";
  }
}

function verifyEcdsa(key: KeyObject, digest: string, signature: Buffer): boolean {
  const spki = key.export({ format: "der", type: "spki" });
  const isP256 = key.asymmetricKeyDetails?.namedCurve === "prime256v1";
  // An uncompressed point ends the key: a byte, and two coordinates.
  const point = spki.subarray(isP256 ? -65 : -97);
  const options = { prehash: false, lowS: false, format: "der" } as const;
  return (isP256 ? p256 : p384).verify(signature, Buffer.from(digest, "hex"), point, options);
}

describe("sigstore's own verifier agrees", () => {
  it.each(listRealBundles())("about $path, and about its digest and signer changed", (listed) => {
    const claim: Claim = { ...listed, bundle: readRealBundle(listed) };
    expect([sigstoresVerdict(claim), ourVerdict(claim)]).toEqual(["accepted", "accepted"]);

    const otherDigest = { ...claim, sha256: sha256(claim.bundle).toString("hex") };
    expect([sigstoresVerdict(otherDigest), ourVerdict(otherDigest)]).toEqual([
      "refused",
      "refused",
    ]);

    const signer = managerOf(listed.version.startsWith("3.8") ? "3.14" : "3.8");
    const otherSigner = { ...claim, signer };
    expect([sigstoresVerdict(otherSigner), ourVerdict(otherSigner)]).toEqual([
      "refused",
      "refused",
    ]);
  });

  it.each([
    "no-checkpoint.Python-3.10.12.tar.xz.sigstore",
    "wrong-identity.python-3.11.4.exe.sigstore",
  ])("that %s is bad, since it has no checkpoint", (name) => {
    const claim = { ...readRefusedBundle(name), signer: managerOf("3.10") };
    expect([sigstoresVerdict(claim), ourVerdict(claim)]).toEqual(["refused", "refused"]);
  });

  it("that a replaced tarball's bundle is bad for the final one; that it was withdrawn, pyverify alone knows", () => {
    const name = "replaced-file.Python-3.14.0a5.tgz.sigstore";
    const replaced = { ...readRefusedBundle(name), signer: managerOf("3.14") };
    expect([sigstoresVerdict(replaced), ourVerdict(replaced)]).toEqual(["accepted", "refused"]);
    const final = "fba0418c29c6ff0c1e7b3c6872a8a611aab472373adbdb831b99456f87549800";
    const claim = { ...replaced, sha256: final };
    expect([sigstoresVerdict(claim), ourVerdict(claim)]).toEqual(["refused", "refused"]);
  });
});

function managerOf(series: "3.8" | "3.10" | "3.14"): CertificateIdentity {
  const identity = findSignedSeries(series)?.releaseManagers[0].identity;
  if (identity === undefined) throw new Error(`nobody signs ${series}`);
  return identity;
}
