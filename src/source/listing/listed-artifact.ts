import {
  type ArtifactType,
  artifactTypes,
  readArtifactName,
} from "../../release/artifact-types.ts";
import { compareVersions, folderOf, type PythonVersion } from "../../release/version.ts";
import { artifactOfBundle } from "../bundle-names.ts";
import type { ListedEntry } from "./listing-page.ts";

/** What a folder says to hold of one artifact. Claimed by whoever lists it, verified by nobody. */
export interface ListedArtifact {
  readonly version: PythonVersion;
  readonly type: ArtifactType;
  /** it lies there itself, and not its bundle alone */
  readonly isThere: boolean;
  readonly hasBundle: boolean;
  /** a `.sig` and a `.crt` file lie beside it */
  readonly hasDetachedSignature: boolean;
  /** of the artifact, in bytes, where the listing tells it exactly */
  readonly size: number | undefined;
  /**
   * The bundle's time and exact size in the listing's own words, where it has both: while they stay,
   * the server says that the bundle does
   */
  readonly bundleAs: string | undefined;
}

/**
 * The artifacts among the entries of a folder, newest first and then by type: by themselves or by
 * their bundles.
 *
 * @param folder the version whose folder it is: what belongs elsewhere lies there by mistake
 */
export function readArtifacts(
  listed: Iterable<ListedEntry>,
  folder?: PythonVersion,
): ListedArtifact[] {
  const entries = new Map([...listed].map((entry) => [entry.name, entry]));
  const bundles = new Map<string, ListedEntry[]>();
  for (const entry of entries.values()) {
    const name = artifactOfBundle(entry.name);
    if (name !== undefined) bundles.set(name, [...(bundles.get(name) ?? []), entry]);
  }
  return [...new Set([...entries.keys(), ...bundles.keys()])]
    .flatMap((name) => {
      const named = readArtifactName(name);
      if (named === undefined) return [];
      if (folder !== undefined && folderOf(named.version) !== folderOf(folder)) return [];
      const { version, type } = named;
      return {
        version,
        type,
        isThere: entries.has(name),
        hasBundle: bundles.has(name),
        hasDetachedSignature: entries.has(`${name}.sig`) && entries.has(`${name}.crt`),
        size: entries.get(name)?.size,
        bundleAs: identified(bundles.get(name) ?? []),
      };
    })
    .toSorted((a, b) => compareVersions(b.version, a.version) || byType(a, b));
}

/** With a bundle of each name, which of them it is about would not be clear. */
function identified([bundle, ...others]: readonly ListedEntry[]): string | undefined {
  if (bundle?.size === undefined || bundle.modified === undefined) return undefined;
  return others.length === 0 ? `${bundle.modified} ${bundle.size}` : undefined;
}

function byType(a: ListedArtifact, b: ListedArtifact): number {
  return artifactTypes.indexOf(a.type) - artifactTypes.indexOf(b.type);
}
