import { describe, expect, it } from "vitest";
import { refuseOverrides } from "../../../src/cli/flags/strict-flag.ts";
import { type LockedSigner, signerChoice } from "../../../src/cli/flags/signer-flags.ts";
import type { Given, Origin } from "../../../src/cli/arguments/flag.ts";
import { httpClient } from "../../../src/http/http-client.ts";
import { defaultNetworkSettings } from "../../../src/http/settings/network-settings.ts";
import { CertificateIdentity } from "../../../src/release/certificate-identity.ts";
import { release } from "../../../src/release/release.ts";
import { chooseSignerOfAny } from "../../../src/release/signer-choice.ts";
import { parseVersion } from "../../../src/release/version.ts";

const gitHub = "https://github.com/login/oauth";
const mallory = CertificateIdentity.of("mallory@example.com", gitHub);
const hugo = CertificateIdentity.of("hugo@python.org", gitHub);

type Place = "flag" | "variable";

function given(name: string, value: string, place: Place): Given<string> {
  const origin: Origin =
    place === "flag"
      ? { type: "command-line", name: `--${name}` }
      : { type: "environment", name: `PYVERIFY_${name.toUpperCase().replaceAll("-", "_")}` };
  return { value, origin };
}

/** The choice of somebody whose address and issuer are given in these places. */
function named(
  who: CertificateIdentity,
  [subject, issuer]: readonly [Place, Place] = ["flag", "flag"],
  { strict = false, locked }: { strict?: boolean; locked?: LockedSigner } = {},
) {
  const args = {
    "certificate-identity": given("certificate-identity", who.subject, subject),
    "certificate-oidc-issuer": given("certificate-oidc-issuer", who.issuer, issuer),
    strict: { value: strict, origin: { type: "command-line", name: "--strict" } as const },
  };
  return signerChoice(args, locked);
}

function lockedTo(signer: CertificateIdentity): LockedSigner {
  return { signer, lockfile: "pyverify.lock" };
}

const none = {
  "certificate-identity": undefined,
  "certificate-oidc-issuer": undefined,
  strict: undefined,
};

const known = parseVersion("3.14.0");
const unknown = parseVersion("3.99.0");

describe("another signer than the release manager", () => {
  it.each([known, unknown])("is accepted with both flags on the command line", (version) => {
    const { signers, isSignerOverridden } = release(version, named(mallory));
    expect(signers).toEqual([mallory]);
    expect(isSignerOverridden).toBe(true);
  });

  it.each([
    ["PYVERIFY_CERTIFICATE_IDENTITY", ["variable", "variable"]],
    ["PYVERIFY_CERTIFICATE_IDENTITY", ["variable", "flag"]],
    ["PYVERIFY_CERTIFICATE_OIDC_ISSUER", ["flag", "variable"]],
  ] as const)("is refused where %s names them, given as %j", (variable, places) => {
    for (const version of [known, unknown]) {
      expect(() => release(version, named(mallory, places))).toThrow(
        expect.objectContaining({
          kind: "usage",
          code: "signer-not-accepted",
          message: `${variable} names mallory@example.com (${gitHub}) as the signer`,
          hint: expect.stringContaining("--certificate-oidc-issuer on the command line"),
        }),
      );
    }
  });

  it("is refused where a lockfile names them", () => {
    for (const version of [known, unknown]) {
      expect(() => release(version, signerChoice(none, lockedTo(mallory)))).toThrow(
        expect.objectContaining({
          code: "signer-not-accepted",
          message: expect.stringContaining("the lockfile pyverify.lock names mallory@example.com"),
        }),
      );
    }
  });

  it("is accepted where a lockfile and the command line name the same", () => {
    const choice = named(mallory, ["flag", "flag"], { locked: lockedTo(mallory) });
    expect(release(known, choice).isSignerOverridden).toBe(true);
    const fromEnvironment = named(mallory, ["variable", "variable"], { locked: lockedTo(mallory) });
    expect(() => release(known, fromEnvironment)).toThrow(
      expect.objectContaining({ code: "signer-not-accepted" }),
    );
  });

  it.each([
    [hugo, mallory],
    [mallory, hugo],
  ])("is refused where lockfile and command line differ", (onCommandLine, inLockfile) => {
    expect(() => named(onCommandLine, ["flag", "flag"], { locked: lockedTo(inLockfile) })).toThrow(
      expect.objectContaining({ kind: "usage", code: "conflicting-flags" }),
    );
  });

  it("is refused with --strict, wherever they are named", () => {
    const choices = [
      named(mallory, ["flag", "flag"], { strict: true }),
      named(mallory, ["flag", "flag"], { strict: true, locked: lockedTo(mallory) }),
    ];
    for (const choice of choices) {
      expect(() => release(known, choice)).toThrow(
        expect.objectContaining({ code: "signer-not-accepted" }),
      );
    }
  });

  it("is refused by a digest alone, unless the command line names them", () => {
    const fromEnvironment = named(mallory, ["variable", "variable"]);
    for (const choice of [fromEnvironment, named(hugo, ["variable", "variable"])]) {
      expect(choice && (() => chooseSignerOfAny(choice))).toThrow(
        expect.objectContaining({ code: "signer-not-accepted" }),
      );
    }
    const choice = named(mallory);
    expect(choice && chooseSignerOfAny(choice)).toEqual({ identity: mallory, isOverride: true });
  });
});

describe("a release manager of the series", () => {
  const places = [
    ["flag", "flag"],
    ["variable", "variable"],
  ] as const;
  it.each(places)("may be named by %s and %s, and is no override", (...place) => {
    for (const strict of [false, true]) {
      const { signers, isSignerOverridden } = release(known, named(hugo, place, { strict }));
      expect(signers.map(({ subject }) => subject)).toEqual(["hugo@python.org"]);
      expect(isSignerOverridden).toBe(false);
      // Whoever names them does not get them for ever.
      expect(signers[0].period).toEqual({ from: "2024-09", until: "2031-10" });
    }
  });

  it("may be named by a lockfile", () => {
    expect(release(known, signerChoice(none, lockedTo(hugo))).isSignerOverridden).toBe(false);
  });

  it("of another series is another signer", () => {
    const thomas = CertificateIdentity.of("thomas@python.org", "https://accounts.google.com");
    expect(() => release(known, signerChoice(none, lockedTo(thomas)))).toThrow(
      expect.objectContaining({ code: "signer-not-accepted" }),
    );
  });

  it("named where no release is, counts in the time of all their series", () => {
    const choice = named(hugo);
    const chosen = choice && chooseSignerOfAny(choice);
    expect(chosen?.isOverride).toBe(false);
    expect(chosen?.identity.period).toEqual({ from: "2024-09", until: "2032-10" });
  });
});

describe("--strict", () => {
  const http = httpClient(defaultNetworkSettings);
  const publicGood = "https://tuf-repo-cdn.sigstore.dev";
  const on = {
    strict: { value: true, origin: { type: "environment", name: "PYVERIFY_STRICT" } },
  } as const;
  const off = { strict: undefined };
  const refused = [
    ["a trusted root from a file", { root: { type: "file", path: "root.json" } }],
    ["another TUF repository", { root: { type: "tuf", http, mirror: "https://tuf.example" } }],
    ["another TUF root", { root: { type: "tuf", http, mirror: publicGood, root: "root.json" } }],
    ["another mirror", { mirror: "https://mirror.example/python/" }],
  ] as const;

  it.each(refused)("refuses %s", (_what, places) => {
    expect(() => refuseOverrides(on, places)).toThrow(
      expect.objectContaining({ kind: "usage", code: "override-refused" }),
    );
    expect(() => refuseOverrides(off, places)).not.toThrow();
  });

  it.each([
    ["Sigstore's own TUF repository", { root: { type: "tuf", http, mirror: `${publicGood}/` } }],
    ["the embedded root", { root: { type: "embedded" } }],
    ["python.org", { mirror: "https://www.python.org/ftp/python/" }],
  ] as const)("accepts %s", (_what, places) => {
    expect(() => refuseOverrides(on, places)).not.toThrow();
  });

  it("shows no password of what it refuses", () => {
    expect(() => refuseOverrides(on, { mirror: "https://me:secret@mirror.example/" })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("secret") }),
    );
  });
});
