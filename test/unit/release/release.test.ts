import { describe, expect, it } from "vitest";
import { CertificateIdentity } from "../../../src/release/certificate-identity.ts";
import { identitySources, signedSeries } from "../../../src/release/release-managers.ts";
import { pythonOrg, release } from "../../../src/release/release.ts";
import { seriesLife } from "../../../src/release/series-status.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { parseVersion, seriesOf } from "../../../src/release/version.ts";

const onPythonOrg = { format: "tar.xz", mirror: pythonOrg } as const;

describe("a release", () => {
  it("lies in its final version's folder, with its bundle beside it", () => {
    const { url, bundleUrl, topFolder } = sourceTarball(parseVersion("3.15.0b3"), onPythonOrg);
    expect(url).toBe("https://www.python.org/ftp/python/3.15.0/Python-3.15.0b3.tar.xz");
    expect(bundleUrl).toBe(`${url}.sigstore`);
    expect(topFolder).toBe("Python-3.15.0b3");
  });

  const signedBy = [
    ["3.7.17", "nad@python.org", "https://github.com/login/oauth"],
    ["3.8.20", "lukasz@langa.pl", "https://github.com/login/oauth"],
    ["3.9.20", "lukasz@langa.pl", "https://github.com/login/oauth"],
    ["3.10.1", "pablogsal@python.org", "https://accounts.google.com"],
    ["3.11.2", "pablogsal@python.org", "https://accounts.google.com"],
    ["3.12.1", "thomas@python.org", "https://accounts.google.com"],
    ["3.13.5", "thomas@python.org", "https://accounts.google.com"],
    ["3.14.0", "hugo@python.org", "https://github.com/login/oauth"],
    ["3.15.0", "hugo@python.org", "https://github.com/login/oauth"],
    ["3.16.0a1", "savannah@python.org", "https://github.com/login/oauth"],
    ["3.17.0a1", "savannah@python.org", "https://github.com/login/oauth"],
  ] as const;

  it("of every series is in the table of this test", () => {
    const tried = signedBy.map(([version]) => seriesOf(parseVersion(version)));
    expect(tried).toEqual(signedSeries.map(({ series }) => series));
  });

  it.each(signedBy)("%s is signed by %s, whom %s vouches for", (version, subject, issuer) => {
    const { signers } = release(parseVersion(version));
    expect(signers.map((signer) => [signer.subject, signer.issuer])).toEqual([[subject, issuer]]);
  });

  it.each(signedSeries)("of $series counts until a year after its end of life", (row) => {
    const released = seriesLife(row.series, new Date(0))?.endOfLife;
    const [year, month] = (released ?? "2033-10").split("-");
    for (const { identity } of row.releaseManagers) {
      expect(identity.period?.until).toBe(`${Number(year) + 1}-${month}`);
    }
  });

  it("has the same signers whatever the mirror is", () => {
    const version = parseVersion("3.14.0");
    const elsewhere = sourceTarball(version, { ...onPythonOrg, mirror: "https://evil.example/" });
    expect(elsewhere.release).toEqual(sourceTarball(version, onPythonOrg).release);
  });

  it("of an unknown series is refused, unless its signer is named", () => {
    const version = parseVersion("3.99.0");
    expect(() => release(version)).toThrow(
      expect.objectContaining({
        kind: "release",
        code: "unknown-series",
        because: expect.stringContaining("3.7, 3.8, 3.9, 3.10"),
        hint: expect.stringContaining("--certificate-identity"),
      }),
    );
    const identity = CertificateIdentity.of("a@b.example", "https://issuer.example");
    const named = release(version, { identity, reach: "override", by: "--certificate-identity" });
    expect(named).toMatchObject({ signers: [identity], isSignerOverridden: true });
  });
});

it.each(["2.7.18", "3.6.15"])(
  "%s is older than any that was signed, and no update helps",
  (text) => {
    expect(() => release(parseVersion(text))).toThrow(
      expect.objectContaining({
        kind: "release",
        code: "unknown-series",
        because: "the oldest series that was is 3.7, from 3.7.14 on",
        message: expect.stringMatching(/^CPython \S+ was never signed with Sigstore$/),
        hint: expect.not.stringContaining("update"),
      }),
    );
  },
);

describe("an identity", () => {
  it.each([
    ["", "https://accounts.google.com"],
    ["hugo@python.org", ""],
    [" hugo@python.org", "https://accounts.google.com"],
    ["hugo@python.org\n", "https://accounts.google.com"],
    ["hügo@python.org", "https://accounts.google.com"],
  ])("is not %j and %j", (subject, issuer) => {
    expect(() => CertificateIdentity.of(subject, issuer)).toThrow(
      expect.objectContaining({
        kind: "usage",
        code: "invalid-value",
        because: expect.stringContaining("compared exactly"),
        hint: expect.stringContaining("give both"),
      }),
    );
  });
});

it("the identity table names each series once, its schedule, and where it can be checked", () => {
  const series = signedSeries.map((row) => row.series);
  expect(new Set(series).size).toBe(series.length);
  expect(signedSeries[0]?.pep).toBe("https://peps.python.org/pep-0537/");
  expect(identitySources.every((url) => url.startsWith("https://"))).toBe(true);
});
