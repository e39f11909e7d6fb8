import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { CertificateIdentity } from "../../src/release/certificate-identity.ts";

/**
 * Real releases and bundles, as python.org publishes them. They are too large to be part of the
 * project: `PYVERIFY_REAL_DATA` names the folder, which lies beside the project otherwise.
 */
const folder =
  process.env["PYVERIFY_REAL_DATA"] ?? join(import.meta.dirname, "../../../shared/real");

const isThere = existsSync(join(folder, "bundles.csv"));

/** A suite that needs the real data: skipped, and loudly so, where there is none. */
export function describeWithRealData(name: string, suite: (folder: string) => void): void {
  if (!isThere) {
    process.stderr.write(
      `SKIPPED: "${name}": no real releases at ${folder}; PYVERIFY_REAL_DATA names their folder\n`,
    );
  }
  describe.skipIf(!isThere)(name, () => suite(folder));
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
export function listRealBundles(realData: string): readonly RealBundle[] {
  if (!isThere) return [];
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

export function readRealBundle(realData: string, { path }: RealBundle): Buffer {
  return readFileSync(join(realData, "bundles", path));
}
