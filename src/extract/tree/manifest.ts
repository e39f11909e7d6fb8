/** One path of a source tree. */
export type ManifestEntry =
  | { readonly type: "folder" }
  | { readonly type: "file"; readonly executable: boolean; readonly sha256: string }
  | { readonly type: "link"; readonly target: string };

/** Everything in a source tree, by its path from the top of the tree. */
export type TreeManifest = ReadonlyMap<string, ManifestEntry>;
