import type { Release } from "./release.ts";

/** One file of a release that has a bundle. */
export interface Artifact {
  readonly release: Release;
  readonly fileName: string;
  /** the folder on python.org and its mirrors that holds it */
  readonly folder: string;
  readonly url: string;
  readonly bundleUrl: string;
  /** a digest that it must have besides being signed, in lower-case hex */
  readonly sha256: string | undefined;
}
