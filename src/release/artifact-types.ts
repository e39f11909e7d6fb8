import type { TarballFormat } from "./release.ts";
import { type PythonVersion, readVersion } from "./version.ts";

/** The kinds of files that release managers sign, as `--artifact` calls them. */
export const artifactKinds = [
  "source",
  "windows-amd64",
  "windows-arm64",
  "windows-win32",
  "embed-amd64",
  "embed-arm64",
  "embed-win32",
  "windows-index",
  "macos",
  "android-aarch64",
  "android-x86_64",
  "ios",
] as const;
export type ArtifactKind = (typeof artifactKinds)[number];

/** A kind of file, by how its name is made of a version. The source has two, one for each format. */
export interface ArtifactType {
  readonly kind: ArtifactKind;
  /** of a source tarball */
  readonly format: TarballFormat | undefined;
  /** in words, after "the" */
  readonly title: string;
  readonly prefix: string;
  readonly suffix: string;
  /** the first release that has such a file */
  readonly since: string;
  /** what in the file states which release it is */
  readonly proof: string;
}

const pe = "the version resource of the program";
const dll = "the version resource of python3XX.dll";
const header = "patchlevel.h";

/**
 * All types of signed files, in the order in which they are listed.
 *
 * @see https://www.python.org/ftp/python/ for their names, and since when each exists
 */
export const artifactTypes: readonly ArtifactType[] = [
  source("tar.xz"),
  source("tgz"),
  type("windows-amd64", "Windows installer (64-bit)", "python-", "-amd64.exe", "3.5.0a1", pe),
  type("windows-arm64", "Windows installer (ARM64)", "python-", "-arm64.exe", "3.11.0a5", pe),
  type("windows-win32", "Windows installer (32-bit)", "python-", ".exe", "3.5.0a1", pe),
  type("embed-amd64", "embeddable zip (64-bit)", "python-", "-embed-amd64.zip", "3.5.0a1", dll),
  type("embed-arm64", "embeddable zip (ARM64)", "python-", "-embed-arm64.zip", "3.10.1", dll),
  type("embed-win32", "embeddable zip (32-bit)", "python-", "-embed-win32.zip", "3.5.0a1", dll),
  type("windows-index", "index for Windows", "windows-", ".json", "3.13.6", "the index itself"),
  type(
    "macos",
    "macOS package",
    "python-",
    "-macos11.pkg",
    "3.8.10",
    "the framework's PackageInfo",
  ),
  android("aarch64"),
  android("x86_64"),
  type("ios", "iOS framework", "python-", "-iOS-XCframework.tar.gz", "3.15.0a1", header),
];

/** The types of one kind: two for the source, one for any other. */
export function typesOf(kind: ArtifactKind): readonly ArtifactType[] {
  return artifactTypes.filter((row) => row.kind === kind);
}

/** The type of a source tarball. */
export function sourceType(format: TarballFormat): ArtifactType {
  return artifactTypes.find((row) => row.format === format) ?? source(format);
}

/** The name of a file of a release. */
export function artifactName(version: PythonVersion, { prefix, suffix }: ArtifactType): string {
  return `${prefix}${version.text}${suffix}`;
}

/** What an artifact's name says that it is; undefined for any other name. */
export function readArtifactName(
  name: string,
): { readonly version: PythonVersion; readonly type: ArtifactType } | undefined {
  for (const row of artifactTypes) {
    if (!name.startsWith(row.prefix) || !name.endsWith(row.suffix)) continue;
    const version = readVersion(name.slice(row.prefix.length, -row.suffix.length));
    if (version !== undefined) return { version, type: row };
  }
  return undefined;
}

function source(format: TarballFormat): ArtifactType {
  return {
    kind: "source",
    format,
    title: `source tarball (.${format})`,
    prefix: "Python-",
    suffix: `.${format}`,
    since: "2.0.1",
    proof: `the top folder and Include/${header}`,
  };
}

function android(machine: "aarch64" | "x86_64"): ArtifactType {
  const suffix = `-${machine}-linux-android.tar.gz`;
  const title = `Android archive (${machine})`;
  return type(`android-${machine}`, title, "python-", suffix, "3.14.0rc2", header);
}

function type(
  kind: ArtifactKind,
  title: string,
  prefix: string,
  suffix: string,
  since: string,
  proof: string,
): ArtifactType {
  return { kind, format: undefined, title, prefix, suffix, since, proof };
}
