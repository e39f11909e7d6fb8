import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Updater } from "tuf-js";
import type { HttpClient } from "../http/http-client.ts";
import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { whatItSeems, whyNotJson } from "../files/document-kind.ts";
import { embeddedTufRoot } from "./embedded.ts";
import { isPublicGood } from "./public-good.ts";
import { readTrustFile } from "./file.ts";
import { parseTrustedRoot, type TrustedRoot } from "./trusted-root.ts";
import { warnIfOlderThanEmbedded } from "./older-than-embedded.ts";
import { refuseRollback, versionsIn } from "./tuf-memory.ts";
import { tufFailure } from "./tuf-failure.ts";
import { tufFetcher } from "./tuf-fetcher.ts";
import { messageOf } from "../base/error-message.ts";
import { redactUrl } from "../base/redact-url.ts";

export interface TufOptions {
  readonly http: HttpClient;
  /** URL of the TUF repository */
  readonly mirror: string;
  /** path of the TUF root to start from; only the public-good instance's is built in */
  readonly root?: string;
  /** a folder in which the versions that were seen are remembered; without it, nothing is */
  readonly cache?: string | undefined;
}

const target = "trusted_root.json";

/**
 * Fetches the trusted root over TUF, with metadata in a fresh temporary folder that is gone
 * afterwards, so that nothing stays in HOME or in an image layer.
 *
 * @see https://theupdateframework.github.io/specification/latest/#detailed-client-workflow
 * @throws {PyverifyError} trusted-root/tuf-unreachable, tuf-expired, tuf-rolled-back, tuf-rejected
 */
export async function tufTrustedRoot(
  options: TufOptions,
  context: StageContext,
): Promise<TrustedRoot> {
  const tufRoot = await startingPoint(options, context.signal);
  const folder = temporaryFolder();
  try {
    writeFileSync(join(folder, "root.json"), tufRoot);
    context.observe({ type: "start", phase: "trusted-root", subject: redactUrl(options.mirror) });
    const document = await downloadTarget(folder, tufRoot, options, context);
    if (options.cache !== undefined) {
      await refuseRollback(options.cache, tufRoot, versionsIn(folder), context);
    }
    const unusual = whatIsUnusual(options, tufRoot);
    const root = parseTrustedRoot(document, "tuf", unusual);
    if (Object.keys(unusual).length === 0) warnIfOlderThanEmbedded(root, context);
    context.observe({ type: "end", phase: "trusted-root" });
    return root;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What of a repository is not Sigstore's public-good instance: documents name it. */
function whatIsUnusual({ mirror }: TufOptions, tufRoot: Buffer) {
  return {
    ...(isPublicGood(mirror) ? {} : { tufMirror: redactUrl(mirror) }),
    ...(tufRoot.equals(embeddedTufRoot())
      ? {}
      : { tufRootSha256: createHash("sha256").update(tufRoot).digest("hex") }),
  };
}

async function startingPoint({ mirror, root }: TufOptions, signal: AbortSignal): Promise<Buffer> {
  if (root !== undefined) return readTrustFile(root, "--tuf-root", signal);
  if (isPublicGood(mirror)) return embeddedTufRoot();
  throw new PyverifyError(
    "usage",
    "conflicting-flags",
    `no TUF root is known for ${redactUrl(mirror)}`,
    {
      because: "only that of Sigstore's public-good instance is built in",
      hint: "name the instance's root.json with --tuf-root",
    },
  );
}

async function downloadTarget(
  folder: string,
  tufRoot: Buffer,
  { http, mirror, root }: TufOptions,
  context: StageContext,
): Promise<Buffer> {
  const fetcher = tufFetcher(http, folder, context);
  const updater = updaterFrom(root, tufRoot, () => {
    return new Updater({
      metadataDir: folder,
      metadataBaseUrl: mirror,
      targetDir: folder,
      targetBaseUrl: `${mirror.replace(/\/$/, "")}/targets`,
      fetcher,
    });
  });
  try {
    const info = await updater.getTargetInfo(target);
    if (info === undefined) throw new Error(`${target} is not among its targets`);
    return readFileSync(await updater.downloadTarget(info));
  } catch (cause) {
    context.signal.throwIfAborted();
    throw tufFailure(redactUrl(mirror), folder, cause, fetcher.failure());
  }
}

/** The client reads the root that it starts from when it is made. */
function updaterFrom(root: string | undefined, bytes: Buffer, make: () => Updater): Updater {
  try {
    return make();
  } catch (cause) {
    if (root === undefined) throw cause;
    throw new PyverifyError(
      "trusted-root",
      "trusted-root-malformed",
      `${root} cannot be used as a TUF root`,
      {
        because: cause instanceof SyntaxError ? whyNotJson(bytes) : wordsFor(cause, bytes),
        hint: "--tuf-root takes the root.json that the instance in --tuf-mirror publishes",
        cause,
      },
    );
  }
}

/** The client says what is missing in its own terms, which help where it is TUF metadata at all. */
function wordsFor(cause: unknown, bytes: Buffer): string {
  const seems = whatItSeems(bytes);
  return seems === "seems to be TUF metadata"
    ? messageOf(cause)
    : `it ${seems ?? "is no TUF metadata"}`;
}

/** `/dev/shm` serves containers with a read-only root and no `/tmp`. */
function temporaryFolder(): string {
  const failures: string[] = [];
  for (const parent of [tmpdir(), "/dev/shm"]) {
    try {
      return mkdtempSync(join(parent, "pyverify-tuf-"));
    } catch (cause) {
      failures.push(messageOf(cause));
    }
  }
  throw new PyverifyError("filesystem", "not-writable", "no temporary folder can be written to", {
    because: failures.join("; "),
    hint: "mount a tmpfs at /tmp, set TMPDIR, or use --trusted-root embedded, which needs none",
  });
}
