import { describe, expect, it } from "vitest";
import { parseTrustedRoot, type TrustedRootOrigin } from "../../../src/trust/trusted-root.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";
import type { AuthorityJson } from "../../support/sigstore/trusted-root.ts";

const sigstore = createLocalSigstore();
const { fulcio, timestampAuthority } = sigstore.services;
const [intermediate, root] = fulcio.chain.map(certificate);
const [timestamper] = timestampAuthority.chain.map(certificate);
const [, namesake] = createLocalSigstore().services.fulcio.chain.map(certificate);

interface Certificate {
  rawBytes: string;
}

function certificate(der: Buffer): Certificate {
  return { rawBytes: der.toString("base64") };
}

/** A trusted root in which one authority has these certificates. */
function parse(
  of: "certificateAuthorities" | "timestampAuthorities",
  certificates: readonly (Certificate | undefined)[],
  origin: TrustedRootOrigin = "file",
) {
  const json = sigstore.trustedRoot();
  const [authority]: (AuthorityJson | undefined)[] = json[of];
  if (authority === undefined) throw new Error(`there are no ${of}`);
  authority.certChain.certificates = certificates.filter((each) => each !== undefined);
  return parseTrustedRoot(Buffer.from(JSON.stringify(json)), origin);
}

describe("an authority's certificates", () => {
  it.each([
    ["up to a root", [intermediate, root]],
    ["without the root, which nobody has to show", [intermediate]],
    ["that are a root alone", [root]],
  ])("are a chain %s", (_what, chain) => {
    expect(parse("certificateAuthorities", chain).origin).toBe("file");
  });

  it.each([
    ["the root is another by the same name", [intermediate, namesake]],
    ["the next is somebody else", [intermediate, timestamper]],
    ["they stand the wrong way round", [root, intermediate]],
    ["one stands twice", [intermediate, intermediate, root]],
  ])("are refused if %s", (_what, chain) => {
    const refused = expect.objectContaining({
      kind: "trusted-root",
      code: "trusted-root-malformed",
      because: expect.stringMatching(/the certificates of https:\S+ are not a chain$/),
    });
    expect(() => parse("certificateAuthorities", chain)).toThrow(refused);
    expect(() => parse("timestampAuthorities", chain)).toThrow(refused);
  });

  it("are not looked at again where a digest of TUF's stands for them", () => {
    expect(parse("certificateAuthorities", [intermediate, timestamper], "tuf").origin).toBe("tuf");
  });
});
