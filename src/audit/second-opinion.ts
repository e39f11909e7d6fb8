import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { redactUrl } from "../base/redact-url.ts";
import { folderOf } from "../release/version.ts";
import { type DownloadsApi, statedDigests } from "../source/downloads-api.ts";
import type { AuditedArtifact } from "./audited-artifact.ts";

/**
 * What python.org's own API states of the files that are verified. It comes from the same server as
 * they do, and nobody signs it: it can contradict a signature, and takes the place of none.
 */
export interface SecondOpinion {
  /** the API's address, without credentials */
  readonly api: string;
  /** why it could not be asked; nothing was compared then */
  readonly unavailable?: string;
  /** how many verified files it states a digest of */
  readonly compared: number;
  /** how many verified files it states none of */
  readonly notStated: number;
  /** in the order of the audit */
  readonly contradictions: readonly Contradiction[];
}

/** A file of which the API states another digest than the one that was signed. */
export interface Contradiction {
  readonly file: string;
  /** the signed SHA-256, in lower-case hex */
  readonly signed: string;
  /** what the API states in its place, in lower case; it may be no SHA-256 at all */
  readonly stated: string;
}

/**
 * Compares what was verified with what the API states. An API that does not answer, refuses further
 * requests or answers with something else is told, and ends nothing.
 *
 * @throws the signal's reason
 */
export async function secondOpinion(
  api: DownloadsApi,
  audited: readonly AuditedArtifact[],
  context: StageContext,
): Promise<SecondOpinion> {
  const address = redactUrl(api.url);
  context.observe({ type: "start", phase: "resolve", subject: address });
  const stated = await askOrSay(api, context);
  context.observe({ type: "end", phase: "resolve" });
  if (typeof stated === "string") {
    const message = `no digests of python.org's API to compare with: ${stated}`;
    context.observe({ type: "warning", message });
    return {
      api: address,
      unavailable: stated,
      compared: 0,
      notStated: 0,
      contradictions: [],
    };
  }
  const pairs = audited.flatMap(({ finding, version, file }) =>
    finding.verdict === "verified"
      ? [
          {
            file,
            signed: finding.signature.sha256,
            stated: stated.get(`${folderOf(version)}/${file}`),
          },
        ]
      : [],
  );
  const compared = pairs.filter((pair): pair is Contradiction => pair.stated !== undefined);
  return {
    api: address,
    compared: compared.length,
    notStated: pairs.length - compared.length,
    contradictions: compared.filter((pair) => pair.stated !== pair.signed),
  };
}

async function askOrSay(
  api: DownloadsApi,
  context: StageContext,
): Promise<Map<string, string> | string> {
  try {
    return await statedDigests(api, context);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof PyverifyError) || error.kind !== "network") throw error;
    return error.because === undefined ? error.message : `${error.message}: ${error.because}`;
  }
}
