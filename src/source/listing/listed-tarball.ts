import { type TarballFormat, tarballFormats } from "../../release/release.ts";
import {
  compareVersions,
  folderOf,
  type PythonVersion,
  readVersion,
} from "../../release/version.ts";
import { artifactOfBundle } from "../bundle-names.ts";

/** What a folder says to hold of one tarball. Claimed by whoever lists it, verified by nobody. */
export interface ListedTarball {
  readonly version: PythonVersion;
  readonly format: TarballFormat;
  /** it lies there itself, and not its bundle alone */
  readonly isThere: boolean;
  readonly hasBundle: boolean;
  /** a `.sig` and a `.crt` file lie beside it */
  readonly hasDetachedSignature: boolean;
}

/**
 * The source tarballs among the names of a folder, newest first: by themselves or by their bundles.
 *
 * @param folder the version whose folder it is: what belongs elsewhere lies there by mistake
 */
export function readTarballs(listed: Iterable<string>, folder?: PythonVersion): ListedTarball[] {
  const names = new Set(listed);
  const signed = new Set([...names].map(artifactOfBundle).filter((name) => name !== undefined));
  return [...new Set([...names, ...signed])]
    .flatMap((name) => {
      const named = readTarballName(name);
      if (named === undefined) return [];
      if (folder !== undefined && folderOf(named.version) !== folderOf(folder)) return [];
      const { version, format } = named;
      return {
        version,
        format,
        isThere: names.has(name),
        hasBundle: signed.has(name),
        hasDetachedSignature: names.has(`${name}.sig`) && names.has(`${name}.crt`),
      };
    })
    .toSorted((a, b) => compareVersions(b.version, a.version));
}

/** What a source tarball's name says; undefined for any other name. */
export function readTarballName(
  name: string,
): { readonly version: PythonVersion; readonly format: TarballFormat } | undefined {
  const format = tarballFormats.find((candidate) => name.endsWith(`.${candidate}`));
  if (format === undefined || !name.startsWith("Python-")) return undefined;
  const version = readVersion(name.slice("Python-".length, -format.length - 1));
  return version === undefined ? undefined : { version, format };
}
