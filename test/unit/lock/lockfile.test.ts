import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LockedRelease } from "../../../src/lock/locked-release.ts";
import { formatLock, parseLock } from "../../../src/lock/lockfile.ts";
import { CertificateIdentity } from "../../../src/release/certificate-identity.ts";
import { locked } from "../../support/locked.ts";

const logUrl = "https://search.sigstore.dev/?logIndex=588222392";
const text = formatLock([locked("3.14.0", { logUrl })]);

describe("a lockfile", () => {
  it("says all that decides, one thing a line", () => {
    expect(text.slice(text.indexOf("# https://search"))).toBe(
      `# https://search.sigstore.dev/?logIndex=588222392
[[release]]
version = "3.14.0"
format = "tar.xz"
tarball-url = "https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tar.xz"
tarball-sha256 = "${"1".repeat(64)}"
bundle-url = "https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tar.xz.sigstore"
bundle-sha256 = "${"2".repeat(64)}"
certificate-identity = "hugo@python.org"
certificate-oidc-issuer = "https://github.com/login/oauth"
signed-at = "2026-03-01T12:00:00Z"
log-index = 588222392
release-proven = false
`,
    );
  });

  it("is the same text in whatever order its releases come", () => {
    const releases = [locked("3.13.5"), locked("3.14.0", { format: "tgz" }), locked("3.14.0")];
    expect(formatLock(releases.toReversed())).toBe(formatLock(releases));
    expect(parseLock(formatLock(releases), "lock").map(({ version }) => version.text)).toEqual([
      "3.14.0",
      "3.14.0",
      "3.13.5",
    ]);
  });

  it("gives back what was put into it", () => {
    const digest = fc.stringMatching(/^[0-9a-f]{64}$/);
    const releases = fc.record({
      version: fc.constantFrom("3.14.0", "3.15.0b3", "3.9.22", "3.8.14"),
      format: fc.constantFrom("tar.xz" as const, "tgz" as const),
      mirror: fc.constantFrom("https://www.python.org/ftp/python/", "http://127.0.0.1:8080/a/b/"),
      tarballSha256: digest,
      bundleSha256: digest,
      subject: fc.stringMatching(/^[!-~]{1,80}$/),
      issuer: fc.stringMatching(/^[!-~]{1,80}$/),
      logIndex: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      releaseProven: fc.boolean(),
    });
    fc.assert(
      fc.property(releases, ({ version, subject, issuer, ...rest }) => {
        const release: LockedRelease = locked(version, {
          ...rest,
          signer: CertificateIdentity.of(subject, issuer),
        });
        expect(parseLock(formatLock([release]), "lock")).toEqual([release]);
      }),
    );
  });
});

describe("parseLock refuses", () => {
  const cases: readonly (readonly [string, (lock: string) => string, string])[] = [
    ["what is not TOML", () => "{}", "Invalid TOML"],
    ["an empty file", () => "", "lock-version"],
    ["no release", () => "lock-version = 1\nrelease = []\n", "no release"],
    ["a version of the format to come", (lock) => lock.replace("= 1\n", "= 2\n"), "lock-version"],
    ["a key too many", (lock) => `${lock}sha512 = "00"\n`, "release.0.sha512 is not known here"],
    [
      "a key too few",
      (lock) => lock.replace(/^log-index.*\n/m, ""),
      "release.0.log-index is missing",
    ],
    ["a value that is none", (lock) => lock.replace("= false", "= flase"), "(line 19)"],
    [
      "text for a number",
      (lock) => lock.replace(/(?<=log-index = )(\d+)/, '"$1"'),
      ' is "588222392", and not number',
    ],
    ["a key twice", (lock) => `${lock}log-index = 3\n`, "Invalid TOML"],
    ["a release twice", (lock) => lock + lock.slice(lock.indexOf("[[release]]")), "twice"],
    ["a version that is none", (lock) => lock.replace('"3.14.0"', '"3.14.00"'), "not a CPython"],
    ["a series for a version", (lock) => lock.replace('"3.14.0"', '"3.14"'), "is a series"],
    ["a digest in capitals", (lock) => lock.replace("1".repeat(64), "A".repeat(64)), "SHA-256"],
    ["a digest that is short", (lock) => lock.replace("1".repeat(64), "1".repeat(40)), "SHA-256"],
    [
      "a negative log index",
      (lock) => lock.replace("log-index = 588222392", "log-index = -1"),
      "log-index",
    ],
    [
      "a tarball of another version",
      (lock) => lock.replace('Python-3.14.0.tar.xz"', 'Python-3.13.0.tar.xz"'),
      "tarball-url is not that of 3.14.0",
    ],
    [
      "a bundle from elsewhere",
      (lock) => lock.replace('bundle-url = "https://www.python.org', 'bundle-url = "https://evil'),
      "bundle-url is not the one beside the tarball",
    ],
    ["no signer", (lock) => lock.replace("hugo@python.org", ""), "certificate identity"],
    [
      "an address that is none",
      (lock) => lock.replace("https://www.python.org/", "https://www.python.org:4x/"),
      "release.0.tarball-url: not a URL",
    ],
    [
      "an address with a bare % in its password",
      (lock) => lock.replaceAll("https://www", "https://user:p%ss@www"),
      "release.0.tarball-url: it has a % that begins no character's code",
    ],
    [
      "an address with a bare % in its path",
      (lock) => lock.replaceAll("/ftp/", "/f%tp/"),
      "release.0.tarball-url: it has a % that begins no character's code",
    ],
    ["an address of another kind", (lock) => lock.replaceAll("https:", "file:"), "not a URL"],
  ];

  it.each(cases)("%s", (_, spoil, because) => {
    const spoiled = spoil(text);
    expect(spoiled).not.toBe(text);
    expect(() => parseLock(spoiled, "pyverify.lock")).toThrow(
      expect.objectContaining({
        kind: "usage",
        code: "lock-malformed",
        message: "pyverify.lock is not a lockfile of pyverify",
        because: expect.stringContaining(because),
      }),
    );
  });
});

it("a bundle of the newer name, beside its tarball, can be locked", () => {
  const bundleUrl = `${locked("3.14.0").tarballUrl}.sigstore.json`;
  const written = formatLock([locked("3.14.0", { bundleUrl })]);
  expect(parseLock(written, "a lock")).toMatchObject([{ bundleUrl }]);
});
