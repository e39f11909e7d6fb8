import { distinctReleases } from "../../../lock/distinct-releases.ts";
import { formatLock } from "../../../lock/lockfile.ts";
import { writeLock } from "../../../lock/write-lock.ts";
import type { StageContext } from "../../../base/progress.ts";
import { seriesOf } from "../../../release/version.ts";
import { trustedRoot, type TrustedRootSource } from "../../../trust/trust.ts";
import { type LockUpdate, updateLock, type UpdateRequest } from "../../../update-lock.ts";
import { readLock } from "../../flags/lock-flag.ts";
import { pinJson } from "./pin-formats.ts";
import { formatJson } from "../../../base/json.ts";

interface LockfileUpdate extends Omit<UpdateRequest, "root"> {
  readonly root: TrustedRootSource;
  readonly json: boolean;
}

/**
 * Renews a lockfile, all of it or nothing. It is left alone where nothing has changed.
 *
 * @returns what changed, to be printed
 * @throws {PyverifyError}
 */
export async function updateLockfile(
  path: string,
  request: LockfileUpdate,
  context: StageContext,
): Promise<string> {
  const before = await readLock(path, context.signal);
  const root = await trustedRoot(request.root, context);
  const updates = await updateLock(before, { ...request, root }, context);
  // Two releases of a series may have become the same.
  const text = formatLock(distinctReleases(updates.map(({ after }) => after)));
  if (text !== formatLock(before)) await writeLock(path, text, context.signal);
  return request.json ? formatJson(updates.map(updateJson)) : updates.map(updateLine).join("");
}

function updateLine({ before, after }: LockUpdate): string {
  const name = `${seriesOf(before.version)} (${before.format})`;
  const changes = changesOf({ before, after });
  if (changes.length === 0) return `${name}: ${after.version.text} is the newest\n`;
  return `${name}: ${before.version.text} -> ${after.version.text}\n${changes
    .map(([field, old, fresh]) => `  ${field}: ${old} -> ${fresh}\n`)
    .join("")}`;
}

function updateJson(update: LockUpdate) {
  return {
    before: pinJson(update.before),
    after: pinJson(update.after),
    changed: changesOf(update).map(([field]) => field),
  };
}

/** The fields that differ, as a lockfile calls them. */
function changesOf({ before, after }: LockUpdate): (readonly [string, string, string])[] {
  const fields = [
    ["version", before.version.text, after.version.text],
    ["mirror", before.mirror, after.mirror],
    ["tarball-sha256", before.tarballSha256, after.tarballSha256],
    ["bundle-sha256", before.bundleSha256, after.bundleSha256],
    ["certificate-identity", before.signer.subject, after.signer.subject],
    ["certificate-oidc-issuer", before.signer.issuer, after.signer.issuer],
    ["signed-at", before.signedAt, after.signedAt],
    ["log-index", String(before.logIndex), String(after.logIndex)],
    ["release-proven", String(before.releaseProven), String(after.releaseProven)],
  ] as const;
  return fields.filter(([, old, fresh]) => old !== fresh);
}
