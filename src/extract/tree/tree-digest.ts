import { createHash } from "node:crypto";
import type { ManifestEntry, TreeManifest } from "./manifest.ts";

/**
 * The digest of a source tree: the same wherever the same files are, so it counts names, contents,
 * modes and link targets, and neither times nor owners, which image layers and caches rewrite.
 * `docs/tree-digest.md` defines it, with a shell line that computes it.
 */
export class TreeDigest {
  readonly #lines: string[] = [];
  readonly #manifest = new Map<string, ManifestEntry>();

  /** all that has been counted */
  get manifest(): TreeManifest {
    return this.#manifest;
  }

  folder(path: string): void {
    this.#manifest.set(path, { type: "folder" });
    this.#lines.push(`d0755 ./${path}`);
  }

  /** @param sha256 of its content, in lower-case hex */
  file(path: string, executable: boolean, sha256: string): void {
    this.#manifest.set(path, { type: "file", executable, sha256 });
    this.#lines.push(`${executable ? "f0755" : "f0644"} ./${path}`, `${sha256}  ./${path}`);
  }

  link(path: string, target: string): void {
    this.#manifest.set(path, { type: "link", target });
    this.#lines.push(`l ./${path} -> ${target}`);
  }

  /** SHA-256 in lower-case hex over all lines, sorted by their bytes. */
  digest(): string {
    const lines = sortedByBytes(this.#lines).map((line) => `${line}\n`);
    return createHash("sha256").update(lines.join("")).digest("hex");
  }
}

/** Sorts as UTF-8 does. JavaScript compares UTF-16, where surrogates come before U+E000. */
function sortedByBytes(lines: readonly string[]): string[] {
  if (!lines.some((line) => /[\ud800-\udfff]/.test(line))) return lines.toSorted();
  return lines.toSorted((a, b) => Buffer.from(a).compare(Buffer.from(b)));
}
