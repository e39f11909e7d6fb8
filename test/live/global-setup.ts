import type { TestProject } from "vitest/node";
import { mirrorUrl } from "./addresses.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** whether the one probe had an answer */
    readonly internetIsThere: boolean;
  }
}

/** Long enough for a slow proxy; a network that drops packets would make it wait for minutes. */
const patienceMilliseconds = 20_000;

let whySkipped: string | undefined;

/**
 * Decides, by one probe, whether there is internet. Any answer will do, an error page too: then the
 * tests run, and say what is wrong. With `PYVERIFY_LIVE=required` they run in any case, so that a
 * job that is there for them cannot be green without them.
 */
export async function setup(project: TestProject): Promise<void> {
  const problem = process.env["PYVERIFY_LIVE"] === "required" ? undefined : await probe(mirrorUrl);
  project.provide("internetIsThere", problem === undefined);
  if (problem === undefined) return;
  whySkipped = `${mirrorUrl} cannot be reached: ${problem}`;
  process.stderr.write(`\nSKIPPED: every live test, because ${whySkipped}\n\n`);
}

/** Said again below vitest's summary, where it is read. */
export function teardown(): void {
  if (whySkipped === undefined) return;
  process.stderr.write(`SKIPPED: every live test, because ${whySkipped}. Nothing was proven.\n`);
}

/** @returns why there was no answer */
async function probe(url: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(patienceMilliseconds);
    const response = await fetch(url, { method: "HEAD", redirect: "manual", signal });
    await response.body?.cancel();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** What Node's `fetch` throws says only "fetch failed"; its cause says more. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message || error.name;
}
