import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CertificateIdentity } from "../../src/release/certificate-identity.ts";

/** CPython's own bundles, as python.org publishes them; `README.md` there says which. */
const fixtures = join(import.meta.dirname, "../fixtures");

/** A folder with one folder for each release, as `audit --bundles` takes it. */
export const realBundles = join(fixtures, "bundles");

/** The same of what is not source. */
export const realArtifacts = join(fixtures, "artifacts");

/** Bundles that python.org once published, and that have to be refused. */
export const refusedBundles = join(fixtures, "refuse");

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

export function listRealBundles(): readonly RealBundle[] {
  const [header, ...lines] = readFileSync(join(fixtures, "bundles.csv"), "utf8").trim().split("\n");
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

/** @param path as `bundles.csv` has it: `3.14.0/Python-3.14.0.tar.xz.sigstore` */
export function readRealBundle({ path }: Pick<RealBundle, "path">): Buffer {
  return readFileSync(join(realBundles, path));
}

/** A bundle of something else than source: an installer, a package, an index. */
export interface RealArtifactBundle {
  /** of the artifact, below the folder `artifacts/` */
  readonly path: string;
  readonly version: string;
  /** of the artifact, in lower-case hex */
  readonly sha256: string;
  readonly bundle: Buffer;
}

export function listRealArtifactBundles(): readonly RealArtifactBundle[] {
  const [, ...lines] = readFileSync(join(fixtures, "artifacts.csv"), "utf8").trim().split("\n");
  return lines.map((line) => {
    const [path = "", version = "", sha256 = ""] = line.trim().split(",");
    const bundle = readFileSync(join(fixtures, "artifacts", `${path}.sigstore`));
    return { path, version, sha256, bundle };
  });
}

/** A bundle of the folder `refuse/`, and the digest that it signs. */
export function readRefusedBundle(name: string): { bundle: Buffer; sha256: string } {
  const bundle = readFileSync(join(refusedBundles, name));
  const json: { messageSignature: { messageDigest: { digest: string } } } = JSON.parse(
    bundle.toString("utf8"),
  );
  const { digest } = json.messageSignature.messageDigest;
  return { bundle, sha256: Buffer.from(digest, "base64").toString("hex") };
}
