import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolders } from "../files/make-folders.ts";

/** A note in the cache that an audit has begun and not yet ended. */
export interface UnfinishedAudit {
  /** when the first of the attempts at this audit began, in milliseconds since 1970 */
  readonly begunAt: number;
  /** Takes the note away: the next audit is a new one. */
  end(): void;
}

/** After a day, an audit that was interrupted is given up, and the next one asks for everything. */
const longestAudit = 24 * 60 * 60 * 1000;

/**
 * Notes that an audit begins, or finds the note of one that was interrupted: what that one fetched
 * need not be fetched again.
 *
 * @param now milliseconds since 1970
 */
export function beginAudit(cache: string, mirror: string, now: number): UnfinishedAudit {
  const key = createHash("sha256").update(mirror).digest("hex").slice(0, 16);
  const note = join(cache, `unfinished-audit-${key}`);
  const earlier = readNote(note);
  const goesOn = earlier !== undefined && earlier <= now && now - earlier < longestAudit;
  if (!goesOn) writeNote(cache, note, now);
  return { begunAt: goesOn ? earlier : now, end: () => removeNote(note) };
}

function readNote(note: string): number | undefined {
  try {
    const text = readFileSync(note, "utf8");
    return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

/* A cache that cannot be written to is of no use, which the client says; the audit needs no note. */

function writeNote(cache: string, note: string, now: number): void {
  try {
    makeFolders(cache);
    writeFileSync(note, String(now));
  } catch {}
}

function removeNote(note: string): void {
  try {
    rmSync(note, { force: true });
  } catch {}
}
