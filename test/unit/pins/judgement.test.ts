import { describe, expect, it } from "vitest";
import { CertificateIdentity } from "../../../src/release/certificate-identity.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { withdrawnFiles } from "../../../src/release/withdrawn.ts";
import type { Claim, FoundPin } from "../../../src/pins/found-pin.ts";
import { judge, type KnownFile } from "../../../src/pins/judgement.ts";
import { exitCodeOf, type PinCheck } from "../../../src/pins/pin-check.ts";
import { sha256 } from "./written.ts";

const version = parseVersion("3.14.0");
const tarXz = "Python-3.14.0.tar.xz";
const tgz = "Python-3.14.0.tgz";

function signed(name: string): KnownFile {
  return {
    name,
    version: "3.14.0",
    verification: {
      sha256: sha256(name),
      signer: CertificateIdentity.of("hugo@python.org", "https://github.com/login/oauth"),
      certificateSerial: "01",
      signedAt: new Date(0),
      transparencyLog: [],
      bundle: { sha256: sha256(`${name}.sigstore`), mediaType: "" },
      trustedRoot: { origin: "embedded", sha256: "" },
    },
  };
}

function missed(name: string, kind: "release" | "network"): KnownFile {
  const failure = { kind, code: kind, message: "it cannot be had", because: undefined };
  return { name, version: "3.14.0", failure };
}

function pin(digest: string | undefined, claim: Partial<Claim> & Pick<Claim, "type">): FoundPin {
  const whole = { version, names: [tarXz], certain: true, because: "it is unclear", ...claim };
  return {
    line: 1,
    column: 1,
    form: "text",
    written: digest ?? "0".repeat(63),
    encoding: "hex",
    sha256: digest,
    claim: whole as Claim,
  };
}

function verdict(found: FoundPin, ...files: readonly KnownFile[]): string {
  const judgement = judge(found, new Map(files.map((file) => [file.name, file])));
  return judgement.verdict === "unknown" ? judgement.reason.code : judgement.verdict;
}

const right = sha256(tarXz);
const wrong = sha256("something else");

describe("a pin of one file", () => {
  const files = [signed(tarXz), signed(tgz)];

  it("is verified by the digest that was signed for it, and wrong with any other", () => {
    expect(verdict(pin(right, { type: "files" }), ...files)).toBe("verified");
    expect(verdict(pin(wrong, { type: "files" }), ...files)).toBe("wrong");
  });

  it("is wrong with the digest of another file of its release, which is named", () => {
    const judgement = judge(
      pin(sha256(tgz), { type: "files" }),
      new Map(files.map((file) => [file.name, file])),
    );
    expect(judgement).toMatchObject({ verdict: "wrong", what: tarXz, isOf: tgz });
  });

  it("is wrong with the digest of a file that was withdrawn, which is said", () => {
    const withdrawn = withdrawnFiles[0]?.sha256 ?? "";
    const judgement = judge(pin(withdrawn, { type: "files" }), new Map([[tarXz, signed(tarXz)]]));
    const isOf = "the Python-3.14.0a5.tgz that was withdrawn";
    expect(judgement).toMatchObject({ verdict: "wrong", isOf });
  });

  it("is unknown where its own file is, whatever is known of others", () => {
    const unsigned = [missed(tarXz, "release"), signed(tgz)];
    expect(verdict(pin(wrong, { type: "files" }), ...unsigned)).toBe("release");
    expect(verdict(pin(sha256(tgz), { type: "files" }), ...unsigned)).toBe("release");
    expect(verdict(pin(wrong, { type: "files" }))).toBe("not-signed");
  });

  it("that is one of two is only wrong if it is of neither", () => {
    const names = [tarXz, tgz] as const;
    expect(verdict(pin(sha256(tgz), { type: "files", names }), ...files)).toBe("verified");
    expect(verdict(pin(wrong, { type: "files", names }), ...files)).toBe("wrong");
    expect(
      verdict(pin(wrong, { type: "files", names }), signed(tarXz), missed(tgz, "network")),
    ).toBe("network");
  });

  it("that is only suggested may be of any file of its release, and is never wrong", () => {
    const suggested = { type: "files", certain: false } as const;
    expect(verdict(pin(right, suggested), ...files)).toBe("verified");
    expect(verdict(pin(sha256(tgz), suggested), ...files)).toBe("verified");
    expect(verdict(pin(wrong, suggested), ...files)).toBe("unclear");
  });

  it("is unreadable with no SHA-256, or with none that is clearly of it", () => {
    expect(verdict(pin(undefined, { type: "files" }), ...files)).toBe("unreadable");
    expect(verdict(pin(right, { type: "unreadable" }), ...files)).toBe("unreadable");
  });
});

describe("a pin of a bundle", () => {
  const names = [`${tarXz}.sigstore`] as const;

  it("is compared with the bundle and with what it signs, and is never wrong", () => {
    const bundle = pin(sha256(`${tarXz}.sigstore`), { type: "files", names });
    expect(verdict(bundle, signed(tarXz))).toBe("verified");
    expect(verdict(pin(right, { type: "files", names }), signed(tarXz))).toBe("verified");
    expect(verdict(pin(wrong, { type: "files", names }), signed(tarXz))).toBe("another-bundle");
  });
});

describe("a pin of any file of a release", () => {
  const any = { type: "release" } as const;

  it("is verified by the digest of one, and wrong if it is that of none", () => {
    expect(verdict(pin(sha256(tgz), any), signed(tarXz), signed(tgz))).toBe("verified");
    expect(verdict(pin(wrong, any), signed(tarXz), signed(tgz))).toBe("wrong");
  });

  it("does not miss what the release does not have, and does miss what cannot be reached", () => {
    expect(verdict(pin(wrong, any), signed(tarXz), missed(tgz, "release"))).toBe("wrong");
    expect(verdict(pin(wrong, any), signed(tarXz), missed(tgz, "network"))).toBe("network");
    expect(verdict(pin(wrong, any), missed(tarXz, "release"))).toBe("release");
  });

  it("is of no other release's files", () => {
    const older = { ...signed("Python-3.13.5.tgz"), version: "3.13.5" };
    expect(verdict(pin(sha256("Python-3.13.5.tgz"), any), older, signed(tarXz))).toBe("wrong");
  });
});

describe("the exit code of a check", () => {
  function checkOf(...kinds: readonly ("wrong" | "verified" | "unsigned" | PinKind)[]): PinCheck {
    const pins = kinds.map((kind) =>
      Object.assign(pin(right, { type: "files" }), { file: "f", judgement: judgementOf(kind) }),
    );
    return { files: 1, pins, unread: [], source: { type: "folder" }, trustedRoot: undefined };
  }
  type PinKind = "verification" | "trusted-root" | "network";

  function judgementOf(kind: "wrong" | "verified" | "unsigned" | PinKind) {
    const file = signed(tarXz);
    if (!("verification" in file)) throw new Error("it is signed");
    if (kind === "wrong") {
      return { verdict: "wrong", what: "", signed: [file], isOf: undefined } as const;
    }
    if (kind === "verified") return { verdict: "verified", file } as const;
    const reason = { kind: kind === "unsigned" ? "release" : kind, code: "", message: "" } as const;
    return { verdict: "unknown", reason: { ...reason, because: undefined } } as const;
  }

  it.each([
    [0, [], false],
    [0, ["verified"], false],
    [0, ["verified", "unsigned"], false],
    [6, ["verified", "unsigned"], true],
    [0, ["verified"], true],
    [6, ["network", "wrong", "trusted-root"], false],
    [6, ["network", "verification"], false],
    [5, ["network", "trusted-root"], false],
    [4, ["unsigned", "network"], false],
  ] as const)("is %i for %j, failing on unknown: %j", (exitCode, kinds, failOnUnknown) => {
    expect(exitCodeOf(checkOf(...kinds), failOnUnknown)).toBe(exitCode);
  });
});
