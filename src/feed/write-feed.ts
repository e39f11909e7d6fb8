import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { AuditReport } from "../audit/report/report.ts";
import { messageOf } from "../base/error-message.ts";
import { PyverifyError } from "../base/errors.ts";
import { formatJson } from "../base/json.ts";
import { readBounded } from "../files/bounded-read.ts";
import { makeFolders } from "../files/make-folders.ts";
import { type StagedFiles, stageFiles } from "../files/replace-file.ts";
import {
  type FeedBundles,
  feedIdentities,
  feedIndex,
  feedReleases,
  feedVersion,
  sumsOf,
} from "./feed-documents.ts";
import { feedPage } from "./index-page.ts";
import { formatListed, listedFile } from "./listed-bundles.ts";
import identitiesSchema from "../../schemas/feed-identities.schema.json" with { type: "json" };
import indexSchema from "../../schemas/feed-index.schema.json" with { type: "json" };
import releaseSchema from "../../schemas/feed-release.schema.json" with { type: "json" };

/** A release's own files, which go when the release is none any more. */
const ownFile =
  /^(?:\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?\.(?:json|SHA256SUMS)|bundles\/\d+\.\d+\.\d+\/[^/]+\.sigstore)$/;

/**
 * Makes the files of a feed out of what an audit has found, by their paths. The same report makes the
 * same bytes, and only what verified is in them; what did not is listed apart.
 *
 * @param bundles of what verified, to lie in the feed as well
 */
export function feedFiles(
  report: AuditReport,
  bundles: FeedBundles,
): Map<string, string | Uint8Array> {
  const releases = feedReleases(report, bundles);
  const index = feedIndex(report, releases);
  const listed = formatListed(report.source, bundles);
  const copies = releases.flatMap(({ artifacts }) =>
    artifacts.flatMap(({ file, bundle: { copy } }): [string, Uint8Array][] => {
      const bytes = bundles.get(file)?.bytes;
      return copy === undefined || bytes === undefined ? [] : [[`${feedVersion}/${copy}`, bytes]];
    }),
  );
  return new Map<string, string | Uint8Array>([
    ...copies,
    [`${feedVersion}/schemas/index.schema.json`, formatJson(indexSchema)],
    [`${feedVersion}/schemas/release.schema.json`, formatJson(releaseSchema)],
    [`${feedVersion}/schemas/identities.schema.json`, formatJson(identitiesSchema)],
    ...releases.flatMap((release): [string, string][] => [
      [`${feedVersion}/${release.version}.json`, formatJson(release)],
      [`${feedVersion}/${release.version}.SHA256SUMS`, sumsOf([release])],
    ]),
    [`${feedVersion}/identities.json`, formatJson(feedIdentities())],
    [`${feedVersion}/SHA256SUMS`, sumsOf(releases)],
    [`${feedVersion}/index.json`, formatJson(index)],
    ["index.html", feedPage(report, index)],
    // The last: it says that the bundles are there.
    ...(listed === undefined ? [] : [[listedFile, listed] as const]),
  ]);
}

/**
 * Writes a feed into a folder, in place of an earlier one. What has changed is written aside first,
 * so that nothing has if one file cannot be; what has not stays untouched. The files of releases that
 * are none any more are removed.
 *
 * @throws {PyverifyError} filesystem/not-writable; the signal's reason
 */
export async function writeFeed(
  report: AuditReport,
  bundles: FeedBundles,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const files = feedFiles(report, bundles);
  let staged: StagedFiles | undefined;
  try {
    makeFolders(join(folder, feedVersion, "schemas"));
    staged = await stageFiles(folder, await changedFiles(files, folder, signal), signal);
    staged.publish();
    removeOthers(files, folder);
  } catch (cause) {
    staged?.discard();
    signal.throwIfAborted();
    throw new PyverifyError("filesystem", "not-writable", `cannot write the feed to ${folder}`, {
      because: messageOf(cause),
      hint: "give --feed a folder that you may write to",
      cause,
    });
  }
}

async function changedFiles(
  files: ReadonlyMap<string, string | Uint8Array>,
  folder: string,
  signal: AbortSignal,
): Promise<Map<string, string | Uint8Array>> {
  const changed = new Map<string, string | Uint8Array>();
  for (const [path, content] of files) {
    const bytes = Buffer.from(content);
    if (!(await isStill(bytes, join(folder, path), signal))) changed.set(path, bytes);
  }
  return changed;
}

async function isStill(bytes: Buffer, place: string, signal: AbortSignal): Promise<boolean> {
  try {
    const there = await readBounded(place, bytes.length, signal, { refuseLink: true });
    return there?.equals(bytes) === true;
  } catch {
    // Whatever it is, it is replaced.
    signal.throwIfAborted();
    return false;
  }
}

function removeOthers(files: ReadonlyMap<string, unknown>, folder: string): void {
  const root = join(folder, feedVersion);
  if (!files.has(listedFile)) rmSync(join(folder, listedFile), { force: true });
  for (const path of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (ownFile.test(path) && !files.has(`${feedVersion}/${path}`)) rmSync(join(root, path));
  }
  for (const path of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    const isEmptied = /^bundles\/[^/]+$/.test(path) && isEmpty(join(root, path));
    if (isEmptied) rmdirSync(join(root, path));
  }
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}
