import type { UnverifiedDownload } from "../download/unverified-download.ts";
import type { Release } from "../release/release.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import type { Verification } from "./verification.ts";

/**
 * A source tarball that one of its release's accepted signers signed. Holding one is the proof:
 * `verify` makes one only when every check has passed, and nothing outside this file can.
 */
class VerifiedTarball {
  readonly release: Release;
  readonly verification: Verification;
  readonly #bytes: Buffer;

  constructor(release: Release, bytes: Buffer, verification: Verification) {
    this.release = release;
    this.#bytes = bytes;
    this.verification = verification;
  }

  /** The tarball, compressed as published. Not to be written to. */
  get bytes(): Buffer {
    return this.#bytes;
  }
}

export type { VerifiedTarball };

export function verify(_download: UnverifiedDownload, _trustedRoot: TrustedRoot): VerifiedTarball {
  throw new Error("next commit");
}
