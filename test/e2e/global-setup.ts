import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";

/** Vitest calls it after its summary, where it is read: a skipped test must not look like a green one. */
export function teardown(): void {
  if (realTarballsAreThere) return;
  process.stderr.write(
    `SKIPPED: what needs CPython's own tarballs, because there is no ${realTarballs}. ` +
      "`npm run real-releases` gets them.\n",
  );
}
