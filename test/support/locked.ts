import type { LockedRelease } from "../../src/lock/locked-release.ts";
import { CertificateIdentity } from "../../src/release/certificate-identity.ts";
import { type TarballFormat } from "../../src/release/release.ts";
import { sourceTarball } from "../../src/release/source-tarball.ts";
import { parseVersion } from "../../src/release/version.ts";

/** A locked release as good as a real one, but for what a test wants different. */
export function locked(
  text: string,
  different: Partial<LockedRelease> & { readonly format?: TarballFormat } = {},
): LockedRelease {
  const mirror = different.mirror ?? "https://www.python.org/ftp/python/";
  const version = parseVersion(text);
  const format = different.format ?? "tar.xz";
  const { url, bundleUrl } = sourceTarball(version, { format, mirror });
  return {
    version,
    format,
    mirror,
    tarballUrl: url,
    tarballSha256: "1".repeat(64),
    bundleUrl,
    bundleSha256: "2".repeat(64),
    signer: CertificateIdentity.of("hugo@python.org", "https://github.com/login/oauth"),
    signedAt: "2026-03-01T12:00:00Z",
    logIndex: 588222392,
    logUrl: undefined,
    releaseProven: false,
    ...different,
  };
}
