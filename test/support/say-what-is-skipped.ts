import { realTarballs, realTarballsAreThere } from "./real-tarballs.ts";

/** Vitest calls it after its summary, where it is read: a skipped test must not look like a green one. */
export function teardown(): void {
  if (realTarballsAreThere) return;
  process.stderr.write(
    `SKIPPED: what needs CPython's own tarballs, because there is no ${realTarballs}; ` +
      "CONTRIBUTING.md says how to get them. All else runs on the real bundles in test/fixtures.\n",
  );
}
