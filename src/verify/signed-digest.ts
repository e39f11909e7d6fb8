import type { AcceptedSigners } from "../release/release.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import { parseBundle } from "./bundle.ts";
import type { Verification } from "./verification.ts";
import { verifyDigest } from "./verify.ts";

/**
 * Finds out what a bundle signs, with no tarball at hand: takes the digest that the bundle claims
 * and verifies that very digest. What comes out is therefore signed by an accepted signer, whatever
 * the bundle said.
 *
 * What it does not prove: which release that is. A bundle names no file and no version, and one
 * person signs every file of every release of a series, so a mirror could hand out an older
 * release's bundle under a newer name. Only the tarball's content tells, which `extract` and
 * `proveRelease` read.
 *
 * @param bundleBytes the bundle's file
 * @throws {PyverifyError} verification
 */
export function verifySignedDigest(
  bundleBytes: Buffer,
  signers: AcceptedSigners,
  root: TrustedRoot,
): Verification {
  const claimed = parseBundle(bundleBytes).digest;
  return verifyDigest(claimed, bundleBytes, signers, root);
}
