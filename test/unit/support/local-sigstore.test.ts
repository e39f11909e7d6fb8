import { bundleFromJSON } from "@sigstore/bundle";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";
import { describe, expect, it } from "vitest";
import { createLocalSigstore, type SigningOptions } from "../../support/sigstore/local-sigstore.ts";

const sigstore = createLocalSigstore();
const artifact = Buffer.from("a source tarball");

/** The reference client's own verdict. */
function verdict(options: SigningOptions, root = sigstore.trustedRoot(), bytes = artifact) {
  const bundle = bundleFromJSON(sigstore.sign(artifact, options));
  const verifier = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(root)));
  return verifier.verify(toSignedEntity(bundle, bytes));
}

const rekors = ["v1", "v2"] as const;
const curves = ["P-256", "P-384"] as const;
const issuerExtensions = ["old", "new", "both"] as const;
const everyShape: readonly SigningOptions[] = rekors.flatMap((rekor) =>
  curves.flatMap((curve) =>
    issuerExtensions.flatMap((extensions) =>
      // v0.1 needs a promise, which Rekor v2 does not give
      (rekor === "v1" ? (["0.1", "0.2", "0.3"] as const) : (["0.2", "0.3"] as const)).map(
        (bundleVersion) => ({ rekor, curve, issuerExtensions: extensions, bundleVersion }),
      ),
    ),
  ),
);

describe("a bundle of the local Sigstore", () => {
  it.each(everyShape)("verifies with the reference client: %o", (options) => {
    const signer = verdict(options);
    expect(signer.identity?.subjectAlternativeName).toBe("hugo@python.org");
    expect(signer.identity?.extensions?.issuer).toBe("https://github.com/login/oauth");
  });

  it("can name a URI and another issuer", () => {
    const identity =
      "https://github.com/python/cpython/.github/workflows/release.yml@refs/heads/main";
    const signer = verdict({ identity, identityType: "uri", issuer: "https://issuer.example" });
    expect(signer.identity?.subjectAlternativeName).toBe(identity);
    expect(signer.identity?.extensions?.issuer).toBe("https://issuer.example");
  });

  it("verifies with a timestamp beside the log's own time", () => {
    expect(() => verdict({ timestamp: true })).not.toThrow();
  });

  it("verifies each of a hundred times, timestamps included", () => {
    for (let time = 0; time < 100; time += 1) {
      expect(verdict({ rekor: "v2" }).identity).toBeDefined();
    }
  });

  it("is not believed for other bytes, or by another root", () => {
    const changed = Buffer.from("A source tarball");
    expect(() => verdict({}, sigstore.trustedRoot(), changed)).toThrow("signature verification");
    expect(() => verdict({}, createLocalSigstore().trustedRoot())).toThrow("certificate chain");
  });
});
