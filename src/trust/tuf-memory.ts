import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { messageOf } from "../base/error-message.ts";
import { PyverifyError } from "../base/errors.ts";
import { formatJson } from "../base/json.ts";
import type { StageContext } from "../base/progress.ts";
import { parseStrictJson } from "../base/strict-json.ts";
import { readBounded } from "../files/bounded-read.ts";
import { holdFolder, makeHeldFolder } from "../files/held-folder.ts";
import { replaceFile } from "../files/replace-file.ts";

/*
 * TUF refuses metadata that is older than what a client has seen. A client that remembers nothing
 * accepts whatever has not expired: a mirror could hand out last week's keys for as long as they are
 * valid. So the versions are kept in `--cache`, one file for each TUF root that a refresh begins
 * with: mirrors of one repository share it, and an update of pyverify begins a new one, with a root
 * that is newer itself.
 *
 * It protects from the mirror, and not from whoever may write to the folder: no more than any other
 * file there is it a proof of anything.
 */

const version = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const versionsSchema = v.strictObject({
  root: version,
  timestamp: version,
  snapshot: version,
  targets: version,
});

/** The version of each role's metadata. */
export type TufVersions = v.InferOutput<typeof versionsSchema>;

const roles = ["root", "timestamp", "snapshot", "targets"] as const;
const subfolder = "tuf";
/** A thousand times what such a file needs. */
const maxBytes = 64 * 1024;

/** Reads the versions that a refresh has ended with from the folder that it has filled. */
export function versionsIn(folder: string): TufVersions {
  const versionOf = (role: (typeof roles)[number]): number => {
    const metadata: unknown = JSON.parse(readFileSync(join(folder, `${role}.json`), "utf8"));
    return v.parse(v.object({ signed: v.object({ version }) }), metadata).signed.version;
  };
  return {
    root: versionOf("root"),
    timestamp: versionOf("timestamp"),
    snapshot: versionOf("snapshot"),
    targets: versionOf("targets"),
  };
}

/**
 * Holds the versions of a refresh against the highest that were seen, and remembers them.
 *
 * A memory that is damaged, or cannot be read or written, is a warning: the refresh itself is as good
 * as one without a memory, and nobody's build breaks for ever over a file. It is written anew then.
 *
 * @param cache the folder of `--cache`
 * @param tufRoot the TUF root that the refresh began with
 * @throws {PyverifyError} trusted-root/tuf-rolled-back
 */
export async function refuseRollback(
  cache: string,
  tufRoot: Buffer,
  seen: TufVersions,
  context: StageContext,
): Promise<void> {
  const name = `${createHash("sha256").update(tufRoot).digest("hex")}.json`;
  const file = join(cache, subfolder, name);
  const remembered = await readMemory(cache, name, context);
  if (remembered !== undefined) requireNoOlder(seen, remembered, file);
  if (remembered !== undefined && roles.every((role) => remembered[role] === seen[role])) return;
  await writeMemory(cache, name, seen, context);
}

/**
 * A new root may set the others back: it is how key holders recover from versions that an attacker
 * has run up, and nobody else can sign one.
 *
 * @see https://theupdateframework.github.io/specification/latest/#update-root (5.3.11)
 */
function requireNoOlder(seen: TufVersions, remembered: TufVersions, file: string): void {
  if (seen.root > remembered.root) return;
  const older = roles.find((role) => seen[role] < remembered[role]);
  if (older === undefined) return;
  throw new PyverifyError(
    "trusted-root",
    "tuf-rolled-back",
    "the TUF metadata is older than what was seen before",
    {
      because: `its ${older} has version ${seen[older]}, and ${remembered[older]} was seen, as ${file} remembers`,
      hint: "retry, since a mirror may lag behind; if it stays so, use another mirror and report this one, or remove that file if you know why it is wrong",
    },
  );
}

async function readMemory(
  cache: string,
  name: string,
  context: StageContext,
): Promise<TufVersions | undefined> {
  let held;
  try {
    held = holdFolder(cache, subfolder);
  } catch {
    // Nothing was ever remembered here; what else is wrong shows when it is written.
    return undefined;
  }
  try {
    const file = join(held.path, name);
    const bytes = await readBounded(file, maxBytes, context.signal, { refuseLink: true });
    if (bytes === undefined) return undefined;
    return v.parse(versionsSchema, parseStrictJson(bytes, maxBytes, "memory"));
  } catch (cause) {
    context.signal.throwIfAborted();
    warn(context, `${join(cache, subfolder, name)} is of no use: ${messageOf(cause)}`);
    return undefined;
  } finally {
    held.close();
  }
}

async function writeMemory(
  cache: string,
  name: string,
  versions: TufVersions,
  context: StageContext,
): Promise<void> {
  let held;
  try {
    held = makeHeldFolder(cache, subfolder);
    await replaceFile(join(held.path, name), [formatJson(versions)], { signal: context.signal });
  } catch (cause) {
    context.signal.throwIfAborted();
    warn(context, `${join(cache, subfolder)} cannot be written to: ${messageOf(cause)}`);
  } finally {
    held?.close();
  }
}

function warn({ observe }: StageContext, what: string): void {
  observe({
    type: "warning",
    message: `whether the TUF metadata was rolled back since the last run is not known: ${what}`,
  });
}
