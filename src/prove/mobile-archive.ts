import { buffer } from "node:stream/consumers";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import type { VerifiedArtifact } from "../verify/verify.ts";
import { releaseMismatch } from "./release-mismatch.ts";
import type { Statement } from "./statement.ts";
import { maxHeaderBytes, versionInHeader } from "./version-header.ts";

/** An archive unpacks to some 200 MB; nothing of it is kept but its headers. */
const maxArchiveBytes = 2 * 1024 * 1024 * 1024;

/**
 * Reads every `patchlevel.h` in an Android archive or iOS framework; there is one for each target.
 *
 * @throws {PyverifyError} verification/release-mismatch if it is no such archive
 */
export async function readMobileArchive({
  artifact,
  bytes,
}: VerifiedArtifact): Promise<Statement[]> {
  const archive = extract();
  try {
    const [, statements] = await Promise.all([
      pipeline(Readable.from([bytes]), createGunzip(), limited(), archive),
      headersIn(archive),
    ]);
    return statements;
  } catch (cause) {
    throw releaseMismatch(artifact, "is no archive", "it cannot be read as a .tar.gz", cause);
  }
}

async function headersIn(archive: ReturnType<typeof extract>): Promise<Statement[]> {
  const statements: Statement[] = [];
  for await (const entry of archive) {
    const { name, type, size } = entry.header;
    if (type !== "file" || !name.endsWith("/patchlevel.h") || (size ?? 0) > maxHeaderBytes) {
      entry.resume();
      continue;
    }
    const version = versionInHeader((await buffer(entry)).toString("latin1"));
    if (version !== undefined) statements.push({ what: "patchlevel.h in it", version });
  }
  return statements;
}

function limited(): Transform {
  let total = 0;
  return new Transform({
    transform: (chunk: Buffer, _, done) => {
      total += chunk.length;
      done(total > maxArchiveBytes ? new Error("it is far too large") : null, chunk);
    },
  });
}
