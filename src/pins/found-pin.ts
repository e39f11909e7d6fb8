import type { PythonVersion } from "../release/version.ts";
import type { DigestEncoding } from "./text/sha256-text.ts";
import type { Position } from "./text/text-map.ts";

/** What kind of file a pin was found in. */
export const pinForms = [
  "docker-library",
  "dockerfile",
  "pyenv",
  "conda",
  "pkgbuild",
  "bazel",
  "nix",
  "homebrew",
  "spack",
  "python-build-standalone",
  "pyverify.lock",
  "checksums",
  "text",
] as const;
export type PinForm = (typeof pinForms)[number];

/** A digest in a file that stands for a file of a CPython release, or looks as if it did. */
export interface FoundPin extends Position {
  readonly form: PinForm;
  /** as it is written */
  readonly written: string;
  readonly encoding: DigestEncoding | undefined;
  /** in lower-case hex; undefined if what is written is no SHA-256 */
  readonly sha256: string | undefined;
  readonly claim: Claim;
}

/** What the digest is said to be the digest of. */
export type Claim =
  | {
      /** one file, or one of a few */
      readonly type: "files";
      readonly version: PythonVersion;
      readonly names: readonly [string, ...string[]];
      readonly certain: boolean;
    }
  | {
      /** any file of a release */
      readonly type: "release";
      readonly version: PythonVersion;
      readonly certain: boolean;
    }
  | {
      readonly type: "unreadable";
      readonly because: string;
    };
