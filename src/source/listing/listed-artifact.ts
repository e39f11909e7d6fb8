import {
  type ArtifactType,
  artifactTypes,
  readArtifactName,
} from "../../release/artifact-types.ts";
import { compareVersions, folderOf, type PythonVersion } from "../../release/version.ts";
import { artifactOfBundle } from "../bundle-names.ts";

/** What a folder says to hold of one artifact. Claimed by whoever lists it, verified by nobody. */
export interface ListedArtifact {
  readonly version: PythonVersion;
  readonly type: ArtifactType;
  /** it lies there itself, and not its bundle alone */
  readonly isThere: boolean;
  readonly hasBundle: boolean;
  /** a `.sig` and a `.crt` file lie beside it */
  readonly hasDetachedSignature: boolean;
}

/**
 * The artifacts among the names of a folder, newest first and then by type: by themselves or by
 * their bundles.
 *
 * @param folder the version whose folder it is: what belongs elsewhere lies there by mistake
 */
export function readArtifacts(listed: Iterable<string>, folder?: PythonVersion): ListedArtifact[] {
  const names = new Set(listed);
  const signed = new Set([...names].map(artifactOfBundle).filter((name) => name !== undefined));
  return [...new Set([...names, ...signed])]
    .flatMap((name) => {
      const named = readArtifactName(name);
      if (named === undefined) return [];
      if (folder !== undefined && folderOf(named.version) !== folderOf(folder)) return [];
      const { version, type } = named;
      return {
        version,
        type,
        isThere: names.has(name),
        hasBundle: signed.has(name),
        hasDetachedSignature: names.has(`${name}.sig`) && names.has(`${name}.crt`),
      };
    })
    .toSorted((a, b) => compareVersions(b.version, a.version) || byType(a, b));
}

function byType(a: ListedArtifact, b: ListedArtifact): number {
  return artifactTypes.indexOf(a.type) - artifactTypes.indexOf(b.type);
}
