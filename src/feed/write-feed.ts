import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { AuditReport } from "../audit/report/report.ts";
import { messageOf } from "../base/error-message.ts";
import { PyverifyError } from "../base/errors.ts";
import { formatJson } from "../base/json.ts";
import { makeFolders } from "../files/make-folders.ts";
import { type StagedFile, stageFile } from "../files/replace-file.ts";
import { feedIdentities, feedIndex, feedReleases, sumsOf } from "./feed-documents.ts";
import { feedPage } from "./index-page.ts";
import identitiesSchema from "../../schemas/feed-identities.schema.json" with { type: "json" };
import indexSchema from "../../schemas/feed-index.schema.json" with { type: "json" };
import releaseSchema from "../../schemas/feed-release.schema.json" with { type: "json" };

/** What the promise about a feed's documents is called: another one would lie beside it. */
const version = "v1";

/** A release's own files, which go when the release is none any more. */
const releaseFile = /^\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?\.(?:json|SHA256SUMS)$/;

/**
 * Makes the files of a feed out of what an audit has found, by their paths. The same report makes the
 * same bytes, and only what verified is in them; what did not is listed apart.
 */
export function feedFiles(report: AuditReport): Map<string, string> {
  const releases = feedReleases(report);
  const index = feedIndex(report, releases);
  return new Map([
    ["index.html", feedPage(index)],
    [`${version}/index.json`, formatJson(index)],
    [`${version}/identities.json`, formatJson(feedIdentities())],
    [`${version}/SHA256SUMS`, sumsOf(releases)],
    ...releases.flatMap((release): [string, string][] => [
      [`${version}/${release.version}.json`, formatJson(release)],
      [`${version}/${release.version}.SHA256SUMS`, sumsOf([release])],
    ]),
    [`${version}/schemas/index.schema.json`, formatJson(indexSchema)],
    [`${version}/schemas/release.schema.json`, formatJson(releaseSchema)],
    [`${version}/schemas/identities.schema.json`, formatJson(identitiesSchema)],
  ]);
}

/**
 * Writes a feed into a folder, in place of an earlier one. All files are written aside first, so that
 * nothing has changed if one cannot be; those of releases that are none any more are removed.
 *
 * @throws {PyverifyError} filesystem/not-writable
 */
export async function writeFeed(report: AuditReport, folder: string): Promise<void> {
  const files = feedFiles(report);
  const staged: StagedFile[] = [];
  try {
    makeFolders(join(folder, version, "schemas"));
    for (const [path, text] of files) staged.push(await stageFile(join(folder, path), [text]));
    for (const file of staged) file.publish();
    for (const name of readdirSync(join(folder, version))) {
      if (releaseFile.test(name) && !files.has(`${version}/${name}`)) {
        rmSync(join(folder, version, name));
      }
    }
  } catch (cause) {
    for (const file of staged) file.discard();
    throw new PyverifyError("filesystem", "not-writable", `cannot write the feed to ${folder}`, {
      because: messageOf(cause),
      hint: "give --feed a folder that you may write to",
      cause,
    });
  }
}
