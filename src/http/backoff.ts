import { setTimeout as sleep } from "node:timers/promises";

/** The longest pause between two attempts that pyverify chooses itself, in milliseconds. */
const longestPause = 15_000;

/**
 * The pause before a retry in milliseconds: exponential, and varied by half at random, so that
 * builds that failed together do not come back together.
 *
 * @param attempt 1 for the first retry
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff(attempt: number, firstPause: number, random: () => number): number {
  const wait = Math.min(firstPause * 2 ** (attempt - 1), longestPause);
  return wait * (0.5 + random() / 2);
}

/**
 * The milliseconds that a `Retry-After` header asks for.
 *
 * @param now milliseconds since 1970, for the form that names a date
 * @returns undefined if there is none that can be read
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  // Date.parse alone would read almost anything as a date.
  const date = header.endsWith(" GMT") ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Waits; rejects with the signal's reason if it is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
