import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StagedTree } from "../extract/extract.ts";
import type { Checkout } from "./checkout.ts";
import { compareWithTag, type TagComparison } from "./compare.ts";
import { newsPath } from "./news.ts";

/** Holds a tree that is about to take its place against its tag; see {@link compareWithTag}. */
export function compareStaged(tree: StagedTree, checkout: Checkout): TagComparison {
  const path = join(tree.stagedAt, newsPath);
  const news = existsSync(path) ? readFileSync(path, "utf8") : "";
  return compareWithTag({ manifest: tree.manifest, news }, checkout, tree.tarball.verification);
}
