import { pinJson } from "../../lock/pin-formats.ts";
import { pinnedTarball } from "../../lock/pinned-file.ts";
import { seriesOf } from "../../release/version.ts";
import type { LockUpdate } from "../../update-lock.ts";
import { line, Printable } from "./printable.ts";

/** What a person reads of a lockfile that was renewed. */
export function lockUpdatesAsText(updates: readonly LockUpdate[]): Printable {
  return Printable.lines(updates.flatMap(updateLines));
}

/** The same for programs: each release before and after, and which fields differ. */
export function lockUpdatesAsJson(updates: readonly LockUpdate[]): Printable {
  return Printable.json(updates.map(updateJson));
}

function updateLines({ before, after }: LockUpdate): Printable[] {
  const name = `${seriesOf(before.version)} (${before.format})`;
  const changes = changesOf({ before, after });
  if (changes.length === 0) return [line`${name}: ${after.version.text} is the newest`];
  return [
    line`${name}: ${before.version.text} -> ${after.version.text}`,
    ...changes.map(([field, old, fresh]) => line`  ${field}: ${old} -> ${fresh}`),
  ];
}

function updateJson(update: LockUpdate) {
  return {
    before: pinJson(pinnedTarball(update.before)),
    after: pinJson(pinnedTarball(update.after)),
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
