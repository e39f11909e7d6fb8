/** How a bundle is named after its artifact: python.org's way, and the one of newer Sigstore tools. */
const bundleSuffixes = [".sigstore", ".sigstore.json"] as const;

/**
 * Looks for a bundle under each of the names that it may have.
 *
 * @param artifact the artifact's own path or URL
 * @param look gives undefined where nothing lies
 */
export async function findBundle<T>(
  artifact: string,
  look: (place: string) => Promise<T | undefined>,
): Promise<{ readonly found: T; readonly suffix: string } | undefined> {
  for (const suffix of bundleSuffixes) {
    const found = await look(`${artifact}${suffix}`);
    if (found !== undefined) return { found, suffix };
  }
  return undefined;
}

/** The name of the artifact that a bundle belongs to; undefined if the name is no bundle's. */
export function artifactOfBundle(name: string): string | undefined {
  const suffix = bundleSuffixes.find((candidate) => name.endsWith(candidate));
  return suffix === undefined ? undefined : name.slice(0, -suffix.length);
}
