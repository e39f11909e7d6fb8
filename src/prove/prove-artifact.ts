import type { ArtifactKind } from "../release/artifact-types.ts";
import type { VerifiedArtifact } from "../verify/verify.ts";
import { releaseMismatch } from "./release-mismatch.ts";
import type { Statement } from "./statement.ts";

/** What a file itself says about the release that it is a part of. */
export type ReleaseProof =
  | {
      readonly proven: true;
      /** what in the file states it */
      readonly by: string;
    }
  | { readonly proven: false; readonly because: string };

type Reader = (artifact: VerifiedArtifact) => Promise<readonly Statement[]>;

/** Each is loaded with what it needs, which most runs do without. */
const readers: Readonly<Record<Exclude<ArtifactKind, "source">, () => Promise<Reader>>> = {
  "windows-amd64": async () => (await import("./windows-installer.ts")).readInstaller,
  "windows-arm64": async () => (await import("./windows-installer.ts")).readInstaller,
  "windows-win32": async () => (await import("./windows-installer.ts")).readInstaller,
  "embed-amd64": async () => (await import("./embeddable-zip.ts")).readEmbeddable,
  "embed-arm64": async () => (await import("./embeddable-zip.ts")).readEmbeddable,
  "embed-win32": async () => (await import("./embeddable-zip.ts")).readEmbeddable,
  "windows-index": async () => (await import("./windows-index.ts")).readWindowsIndex,
  macos: async () => (await import("./macos-package.ts")).readPackage,
  "android-aarch64": async () => (await import("./mobile-archive.ts")).readMobileArchive,
  "android-x86_64": async () => (await import("./mobile-archive.ts")).readMobileArchive,
  ios: async () => (await import("./mobile-archive.ts")).readMobileArchive,
};

/**
 * Holds what a signed file states about itself against the release that its name says. A release
 * manager signs every file of every release of a series, and neither signature nor bundle names
 * one: without this, one release's installer could stand in the place of another's.
 *
 * A source tarball has proofs of its own, in `extract/`.
 *
 * @returns whether the file could be made to say which release it is
 * @throws {PyverifyError} verification/release-mismatch if it says another, or is of another kind
 */
export async function proveArtifact(artifact: VerifiedArtifact): Promise<ReleaseProof> {
  const { type, release } = artifact.artifact;
  if (type.kind === "source") return { proven: false, because: "a tarball is proven by its tree" };
  const read = await readers[type.kind]();
  const statements = await read(artifact);
  for (const { what, version } of statements) {
    if (version !== release.version.text) {
      throw releaseMismatch(artifact.artifact, `is of CPython ${version}`, `${what} says so`);
    }
  }
  const [first] = statements;
  return first === undefined
    ? { proven: false, because: `${type.proof} is not in it, or states no version` }
    : { proven: true, by: first.what };
}
