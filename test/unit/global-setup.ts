import { canMount, isRoot } from "../support/mounts.ts";

/** Vitest calls it after its summary, where it is read: a skipped test must not look like a green one. */
export function teardown(): void {
  if (isRoot && canMount()) return;
  const why = isRoot ? "root may not mount here" : "this is not root";
  process.stderr.write(`SKIPPED: extracting as root and over mount points, because ${why}.\n`);
}
