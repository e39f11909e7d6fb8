import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { messageOf } from "../base/error-message.ts";
import type { ArtifactKind } from "../release/artifact-types.ts";
import type { VerifiedArtifact } from "../verify/verify.ts";
import { type ProgramFacts, readProgram } from "./pe-version.ts";
import { releaseMismatch } from "./release-mismatch.ts";
import type { Statement } from "./statement.ts";

/** python314.dll has 6 MB. */
const maxLibraryBytes = 64 * 1024 * 1024;

/** @see https://learn.microsoft.com/en-us/windows/win32/debug/pe-format#machine-types */
const machines: Partial<Record<ArtifactKind, number>> = {
  "embed-amd64": 0x8664,
  "embed-arm64": 0xaa64,
  "embed-win32": 0x14c,
};

/**
 * Reads the version resource of the interpreter's library in an embeddable zip.
 *
 * @throws {PyverifyError} verification/release-mismatch if it is no zip, or another's
 */
export async function readEmbeddable({ artifact, bytes }: VerifiedArtifact): Promise<Statement[]> {
  const library = await readLibrary(bytes).catch((cause: unknown) => {
    throw releaseMismatch(artifact, "is no embeddable zip", messageOf(cause), cause);
  });
  if (library === undefined) return [];
  const { version, machine } = library.facts;
  if (machine !== machines[artifact.type.kind]) {
    const because = `${library.name} in it is for machine type 0x${machine.toString(16)}`;
    throw releaseMismatch(artifact, "is for another processor", because);
  }
  return version === undefined
    ? []
    : [{ what: `the version resource of ${library.name}`, version }];
}

interface Library {
  readonly name: string;
  readonly facts: ProgramFacts;
}

async function readLibrary(bytes: Buffer): Promise<Library | undefined> {
  const zip = await promisify(open)(bytes);
  let found: Library | undefined;
  for await (const entry of entriesOf(zip)) {
    // python3.dll, which is beside it, only leads to it.
    if (!/^python3\d{1,2}\.dll$/.test(entry.fileName)) continue;
    if (found !== undefined) throw new Error("there are two libraries in it");
    if (entry.uncompressedSize > maxLibraryBytes) throw new Error("its library is far too large");
    const stream = await promisify(zip.openReadStream.bind(zip, entry))();
    found = { name: entry.fileName, facts: readProgram(await buffer(stream)) };
  }
  return found;
}

function open(bytes: Buffer, done: (error: Error | null, zip: ZipFile) => void): void {
  fromBuffer(bytes, { lazyEntries: true, strictFileNames: true }, done);
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  const next = (): Promise<Entry | undefined> =>
    new Promise((resolve, reject) => {
      zip.once("entry", resolve);
      zip.once("end", () => resolve(undefined));
      zip.once("error", reject);
      zip.readEntry();
    });
  for (let entry = await next(); entry !== undefined; entry = await next()) {
    zip.removeAllListeners();
    yield entry;
  }
}
