import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readBounded } from "../files/bounded-read.ts";
import { makeFolders } from "../files/make-folders.ts";
import { replaceFile } from "../files/replace-file.ts";

/** A note in the cache that an audit has begun and not yet ended. */
export interface UnfinishedAudit {
  /** when the first of the attempts at this audit began, in milliseconds since 1970 */
  readonly begunAt: number;
  /** Takes the note away: the next audit is a new one. */
  end(): Promise<void>;
}

/** After a day, an audit that was interrupted is given up, and the next one asks for everything. */
const longestAudit = 24 * 60 * 60 * 1000;

/**
 * Notes that an audit begins, or finds the note of one that was interrupted: what that one fetched
 * need not be fetched again.
 *
 * @param now milliseconds since 1970
 * @throws the signal's reason
 */
export async function beginAudit(
  cache: string,
  mirror: string,
  now: number,
  signal: AbortSignal,
): Promise<UnfinishedAudit> {
  const key = createHash("sha256").update(mirror).digest("hex").slice(0, 16);
  const note = join(cache, `unfinished-audit-${key}`);
  const earlier = await readNote(note, signal);
  const goesOn = earlier !== undefined && earlier <= now && now - earlier < longestAudit;
  if (!goesOn) await writeNote(cache, note, now);
  return { begunAt: goesOn ? earlier : now, end: () => removeNote(note) };
}

async function readNote(note: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const text = (await readBounded(note, 15, signal, { refuseLink: true }))?.toString("latin1");
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/* A cache that cannot be written to is of no use, which the client says; the audit needs no note. */

async function writeNote(cache: string, note: string, now: number): Promise<void> {
  try {
    makeFolders(cache);
    await replaceFile(note, [String(now)]);
  } catch {}
}

async function removeNote(note: string): Promise<void> {
  try {
    await rm(note, { force: true });
  } catch {}
}
