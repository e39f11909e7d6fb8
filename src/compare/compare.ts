import type { Verification } from "../verify/verification.ts";
import type { TreeManifest } from "../extract/tree/manifest.ts";
import type { Checkout } from "./checkout.ts";
import { type ExportRule, ruleFor } from "./export-rules.ts";
import { newsDifference, newsFolder, newsPath } from "./news.ts";

/** A path in which a tarball and its tag differ, and no rule says why. */
export interface Difference {
  readonly path: string;
  readonly type: "added" | "missing" | "changed" | "mode" | "kind";
  /** in a sentence, where there is more to say */
  readonly detail?: string;
}

/** A tarball, held against its tag. */
export interface TagComparison {
  readonly commit: Checkout["commit"];
  /** files that are the same in both */
  readonly same: number;
  /** differences that a rule of release.py explains, by the rule */
  readonly explained: readonly { readonly rule: string; readonly paths: readonly string[] }[];
  readonly differences: readonly Difference[];
}

/**
 * Holds the tree of a tarball against a checkout of its tag. Every difference is either the work of
 * a listed rule of release.py, or named: a generated file that is in the tag has to be the same, as
 * the one that was not in xz 5.6 (CVE-2024-3094).
 *
 * @param tree the tarball's files, and the text of its news
 */
export function compareWithTag(
  tree: { readonly manifest: TreeManifest; readonly news: string },
  checkout: Checkout,
  { signedAt }: Pick<Verification, "signedAt">,
): TagComparison {
  const day = signedAt.toISOString().slice(0, 10);
  const { manifest } = tree;
  const explained = new Map<ExportRule, string[]>();
  const differences: Difference[] = [];
  let same = 0;
  for (const path of checkout.files.keys()) {
    if (path === newsPath) continue;
    const difference = fileDifference(path, manifest, checkout);
    if (difference === undefined) {
      same += 1;
      continue;
    }
    const rule = difference.type === "missing" ? ruleFor(path, day) : undefined;
    if (rule === undefined) differences.push(difference);
    else explained.set(rule, [...(explained.get(rule) ?? []), path]);
  }
  differences.push(...added(manifest, checkout), ...news(tree, checkout));
  return {
    commit: checkout.commit,
    same,
    explained: [
      ...[...explained].map(([{ line }, paths]) => ({ rule: line, paths })),
      ...(manifest.has(newsPath)
        ? [{ rule: 'run_cmd(["blurb", "merge"])', paths: [newsPath] }]
        : []),
    ],
    differences: differences.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

function fileDifference(
  path: string,
  manifest: TreeManifest,
  { files, rewritten }: Checkout,
): Difference | undefined {
  const found = manifest.get(path);
  const tagged = files.get(path);
  if (found === undefined || tagged === undefined) return { path, type: "missing" };
  if (found.type !== tagged.type) return { path, type: "kind", detail: `it is a ${found.type}` };
  if (found.type === "link" && tagged.type === "link") {
    return found.target === tagged.target ? undefined : { path, type: "changed" };
  }
  if (found.type !== "file" || tagged.type !== "file") return { path, type: "kind" };
  if (found.sha256 !== tagged.sha256) {
    const attribute = rewritten.get(path);
    return attribute === undefined
      ? { path, type: "changed" }
      : { path, type: "changed", detail: `its attribute ${attribute} is not followed` };
  }
  if (found.executable !== tagged.executable) {
    const detail = found.executable ? "it is executable" : "it is not executable";
    return { path, type: "mode", detail };
  }
  return undefined;
}

/** Files that the tag does not have, and folders in which nothing of the tag lies. */
function added(manifest: TreeManifest, { files }: Checkout): Difference[] {
  const folders = new Set([...files.keys(), newsPath].flatMap(foldersAbove));
  return [...manifest]
    .filter(([path, { type }]) =>
      type === "folder" ? !folders.has(path) : !files.has(path) && path !== newsPath,
    )
    .map(([path]) => ({ path, type: "added" }));
}

function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

function news(
  tree: { readonly manifest: TreeManifest; readonly news: string },
  { files, news: sources }: Checkout,
): Difference[] {
  const path = newsPath;
  const found = tree.manifest.get(path);
  const tagged = files.get(path);
  // Made-up releases have none; nor has a tag that its tarball was not made of by blurb.
  if (found === undefined && tagged === undefined && sources.size === 0) return [];
  if (found?.type !== "file") return [{ path, type: found === undefined ? "missing" : "kind" }];
  if (found.executable) return [{ path, type: "mode", detail: "it is executable" }];
  if (tagged?.type === "file" && tagged.sha256 === found.sha256) return [];
  if (tagged !== undefined) return [{ path, type: "changed" }];
  if (sources.size === 0) return [{ path, type: "added", detail: `the tag has no ${newsFolder}` }];
  const detail = newsDifference(tree.news, sources);
  return detail === undefined ? [] : [{ path, type: "changed", detail }];
}
