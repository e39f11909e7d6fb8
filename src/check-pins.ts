import { PyverifyError } from "./base/errors.ts";
import { regularTurns } from "./base/event-loop.ts";
import type { StageContext } from "./base/progress.ts";
import { readCheckedFiles, type UnreadFile } from "./pins/checked-files.ts";
import { findPins, UnreadableText } from "./pins/find-pins.ts";
import type { FoundPin } from "./pins/found-pin.ts";
import { judge, type KnownFile, type KnownFiles } from "./pins/judgement.ts";
import { distrustRepeated, knowFiles } from "./pins/known-files.ts";
import type { PinCheck } from "./pins/pin-check.ts";
import type { SignatureSource } from "./pins/signature-source.ts";
import { namedFiles, otherFiles } from "./pins/wanted-files.ts";
import { trustedRoot, type TrustedRootSource } from "./trust/trust.ts";
import type { TrustedRoot } from "./trust/trusted-root.ts";

/** Everything that a check depends on. */
export interface CheckRequest {
  /** files and folders */
  readonly paths: readonly string[];
  /** where it is told what was signed */
  readonly source: SignatureSource;
  readonly trustedRoot: TrustedRootSource;
}

/**
 * Finds the digests that files pin CPython's releases by, and compares each with what the release
 * manager signed. Whatever stands in the way makes a pin unknown, and ends nothing.
 */
export async function checkPins(request: CheckRequest, context: StageContext): Promise<PinCheck> {
  const { found, unread, files } = await findAll(request.paths, context);
  const { known, root } = await knowAll(found, request, context);
  return {
    files,
    pins: found.map((pin) => Object.assign(pin, { judgement: judge(pin, known) })),
    unread,
    source: request.source.description,
    trustedRoot: root && { origin: root.origin, sha256: root.sha256 },
  };
}

type PinInFile = FoundPin & { readonly file: string };

async function findAll(
  paths: readonly string[],
  context: StageContext,
): Promise<{ found: PinInFile[]; unread: UnreadFile[]; files: number }> {
  const found: PinInFile[] = [];
  const unread: UnreadFile[] = [];
  let files = 0;
  const turn = regularTurns();
  for await (const read of readCheckedFiles(paths, context)) {
    if ("failure" in read) {
      unread.push(read);
      continue;
    }
    await turn();
    const { file, text } = read;
    try {
      for (const pin of findPins(text, file)) found.push({ ...pin, file });
      files += 1;
    } catch (error) {
      unread.push({ file, isNamed: true, failure: unreadable(file, error) });
    }
  }
  return { found, unread, files };
}

function unreadable(file: string, error: unknown): PyverifyError {
  if (!(error instanceof UnreadableText)) throw error;
  return new PyverifyError("filesystem", "file-too-large", `${file} is too much to look into`, {
    because: `it ${error.message}`,
    hint: "name the files that pin releases",
    cause: error,
  });
}

async function knowAll(
  pins: readonly FoundPin[],
  request: CheckRequest,
  context: StageContext,
): Promise<{ known: KnownFiles; root?: TrustedRoot | undefined }> {
  const named = namedFiles(pins);
  if (named.length === 0) return { known: new Map() };
  const { source } = request;
  let root: TrustedRoot | undefined;
  const lazyRoot = once(async () => (root = await trustedRoot(request.trustedRoot, context)));
  const subject = `what was signed for ${named.length} file${named.length === 1 ? "" : "s"}`;
  context.observe({ type: "start", phase: "verify", subject });
  const first = await knowFiles(named, source, lazyRoot, context);
  const others = await knowFiles(otherFiles(pins, byName(first)), source, lazyRoot, context);
  context.observe({ type: "end", phase: "verify" });
  return { known: byName(distrustRepeated([...first, ...others])), root };
}

/** The trusted root is had once, by the first file that needs it, and fails for all alike. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function byName(files: readonly KnownFile[]): KnownFiles {
  return new Map(files.map((file) => [file.name, file]));
}
