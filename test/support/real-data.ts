import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CertificateIdentity } from "../../src/release/certificate-identity.ts";

/**
 * Real releases and bundles, as python.org publishes them. They are too large to be part of the
 * project: `PYVERIFY_REAL_DATA` names the folder, which lies beside the project otherwise.
 */
export const realData =
  process.env["PYVERIFY_REAL_DATA"] ?? join(import.meta.dirname, "../../../shared/real");

/** For `describe.runIf`: suites that need the real data are skipped, and loudly so, without it. */
export const realDataIsThere = existsSync(join(realData, "bundles.csv"));

if (!realDataIsThere) {
  process.stderr.write(
    `SKIPPED: no real releases at ${realData}; set PYVERIFY_REAL_DATA to their folder\n`,
  );
}

/** One line of `bundles.csv`: a bundle, and what has to be true of it. */
export interface RealBundle {
  /** relative to the folder `bundles/` */
  readonly path: string;
  readonly version: string;
  /** of the tarball, in lower-case hex */
  readonly sha256: string;
  readonly signer: CertificateIdentity;
  readonly integratedTime: Date;
  readonly logIndex: number;
  readonly mediaType: string;
}

/** @returns none where the real data is not there */
export function listRealBundles(): readonly RealBundle[] {
  if (!realDataIsThere) return [];
  const [header, ...lines] = readFileSync(join(realData, "bundles.csv"), "utf8").trim().split("\n");
  const names = (header ?? "").trim().split(",");
  return lines.map((line) => {
    const values = line.trim().split(",");
    const field = (name: string): string => values[names.indexOf(name)] ?? "";
    return {
      path: field("bundle"),
      version: field("version"),
      sha256: field("tarball_sha256"),
      signer: CertificateIdentity.of(field("certificate_identity"), field("oidc_issuer")),
      integratedTime: new Date(field("integrated_time")),
      logIndex: Number(field("log_index")),
      mediaType: field("media_type"),
    };
  });
}

export function readRealBundle({ path }: RealBundle): Buffer {
  return readFileSync(join(realData, "bundles", path));
}

/** A bundle of something else than source: an installer, a package, an index. */
export interface RealArtifactBundle {
  readonly path: string;
  readonly version: string;
  /** of the artifact, in lower-case hex */
  readonly sha256: string;
  readonly bundle: Buffer;
}

/** @returns none where the real data is not there */
export function listRealArtifactBundles(): readonly RealArtifactBundle[] {
  if (!realDataIsThere) return [];
  const [, ...lines] = readFileSync(join(realData, "artifacts.csv"), "utf8").trim().split("\n");
  return lines.map((line) => {
    const [path = "", version = "", sha256 = ""] = line.trim().split(",");
    const bundle = readFileSync(join(realData, "artifacts", `${path}.sigstore`));
    return { path, version, sha256, bundle };
  });
}

/** A bundle of the folder `refuse/`, and the digest that it signs. */
export function readRefusedBundle(name: string): { bundle: Buffer; sha256: string } {
  const bundle = readFileSync(join(realData, "refuse", name));
  const json: { messageSignature: { messageDigest: { digest: string } } } = JSON.parse(
    bundle.toString("utf8"),
  );
  const { digest } = json.messageSignature.messageDigest;
  return { bundle, sha256: Buffer.from(digest, "base64").toString("hex") };
}
