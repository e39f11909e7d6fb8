import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Updater } from "tuf-js";
import { PyverifyError } from "../errors.ts";
import type { StageContext } from "../progress.ts";
import { embeddedTufRoot, publicGoodTufMirror } from "./embedded.ts";
import { readTrustFile } from "./file.ts";
import { parseTrustedRoot, type TrustedRoot } from "./trusted-root.ts";

export interface TufOptions {
  /** URL of the TUF repository */
  readonly mirror: string;
  /** path of the TUF root to start from; only the public-good instance's is built in */
  readonly root?: string;
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
  const root = tufRoot(options);
  const folder = temporaryFolder();
  try {
    writeFileSync(join(folder, "root.json"), root);
    return parseTrustedRoot(await downloadTarget(folder, options.mirror, context), "tuf");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tufRoot({ mirror, root }: TufOptions): Buffer {
  if (root !== undefined) return readTrustFile(root, "--tuf-root");
  if (mirror.replace(/\/$/, "") === publicGoodTufMirror) return embeddedTufRoot();
  throw new PyverifyError("usage", "conflicting-flags", `no TUF root is known for ${mirror}`, {
    because: "only that of Sigstore's public-good instance is built in",
    hint: "name the instance's root.json with --tuf-root",
  });
}

async function downloadTarget(
  folder: string,
  mirror: string,
  context: StageContext,
): Promise<Buffer> {
  const updater = new Updater({
    metadataDir: folder,
    metadataBaseUrl: mirror,
    targetDir: folder,
    targetBaseUrl: `${mirror.replace(/\/$/, "")}/targets`,
    config: { fetchTimeout: 15_000, fetchRetry: 2, userAgent: "pyverify" },
  });
  try {
    context.observe({ type: "detail", message: `refreshing TUF metadata from ${mirror}` });
    const info = await updater.getTargetInfo(target);
    if (info === undefined) throw new Error(`${target} is not among its targets`);
    return readFileSync(await updater.downloadTarget(info));
  } catch (cause) {
    context.signal.throwIfAborted();
    throw tufFailure(mirror, cause);
  }
}

/** `/dev/shm` serves containers with a read-only root and no `/tmp`. */
function temporaryFolder(): string {
  const failures: string[] = [];
  for (const parent of [tmpdir(), "/dev/shm"]) {
    try {
      return mkdtempSync(join(parent, "pyverify-tuf-"));
    } catch (cause) {
      failures.push(cause instanceof Error ? cause.message : String(cause));
    }
  }
  throw new PyverifyError("filesystem", "not-writable", "no temporary folder can be written to", {
    because: failures.join("; "),
    hint: "mount a tmpfs at /tmp, set TMPDIR, or use --trusted-root embedded, which needs none",
  });
}

/**
 * Only words depend on this: whatever tuf-js throws is a refusal. It wraps most errors in plain
 * ones, so that their text is all there is to go by.
 */
function tufFailure(mirror: string, cause: unknown): PyverifyError {
  const because = cause instanceof Error ? cause.message : String(cause);
  const details = { because, cause };
  if (/fetch failed|aborted|timeout|Failed to download|ECONN|ENOTFOUND/i.test(because)) {
    return new PyverifyError(
      "trusted-root",
      "tuf-unreachable",
      `cannot reach the TUF repository ${mirror}`,
      {
        ...details,
        hint: "retry; without network use --trusted-root embedded",
      },
    );
  }
  if (/expired/i.test(because)) {
    return new PyverifyError(
      "trusted-root",
      "tuf-expired",
      `the TUF metadata of ${mirror} has expired`,
      {
        ...details,
        hint: "check this machine's clock; if it is right, the mirror is stale: retry later or use another",
      },
    );
  }
  if (/version/i.test(because)) {
    return new PyverifyError(
      "trusted-root",
      "tuf-rolled-back",
      `the TUF metadata of ${mirror} was rolled back`,
      {
        ...details,
        hint: "retry; if it stays, the mirror serves old metadata: use another, and report it",
      },
    );
  }
  return new PyverifyError(
    "trusted-root",
    "tuf-rejected",
    `the TUF metadata of ${mirror} was refused`,
    {
      ...details,
      hint: "it is not signed as it must be: check --tuf-mirror and --tuf-root, and do not go around it",
    },
  );
}
