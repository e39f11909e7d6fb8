import { X509Certificate } from "node:crypto";
import * as v from "valibot";
import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { redactUrl } from "../base/redact-url.ts";
import { rfc3339 } from "../base/rfc3339.ts";
import { CertificateIdentity } from "../release/certificate-identity.ts";
import { signedSeries } from "../release/release-managers.ts";
import { bundleOfEntry } from "../source/rekor.ts";
import { type RekorLog, searchLog } from "../source/rekor-search.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import { verifySignedDigest } from "../verify/signed-digest.ts";
import { logEntryUrl } from "../verify/verification.ts";

/** What a transparency log holds of the release managers, and nothing that was audited explains. */
export interface LogWatch {
  /** the log's address, without credentials */
  readonly rekor: string;
  readonly identities: readonly string[];
  /** how many entries the log's index has of them */
  readonly entries: number;
  /** by their place in the log */
  readonly unexplained: readonly UnexplainedEntry[];
}

/**
 * An entry under a release manager's identity for a file that is not known: a file of their own, a
 * release that is not published yet, or the work of somebody who has stolen the identity.
 */
export interface UnexplainedEntry {
  readonly identity: string;
  readonly logIndex: number | undefined;
  /** RFC 3339; when the log took it in */
  readonly loggedAt: string | undefined;
  /** the signed SHA-256, in lower-case hex */
  readonly sha256: string | undefined;
  readonly url: string | undefined;
  /** whether signature, certificate, inclusion proof, checkpoint and signed time are genuine */
  readonly verified: boolean;
  /** why it is not verified */
  readonly because?: string;
}

/**
 * Looks for entries under the identities of the release managers that no listed artifact explains.
 * An artifact explains the entries that sign its digest, since one that was signed anew has several.
 *
 * @param explained every digest of a listed artifact, in lower-case hex
 * @throws {PyverifyError} network, if the log cannot be searched
 */
export async function watchLog(
  log: RekorLog,
  explained: ReadonlySet<string>,
  root: TrustedRoot,
  context: StageContext,
): Promise<LogWatch> {
  const identities = distinctIdentities();
  context.observe({ type: "start", phase: "resolve", subject: redactUrl(log.url) });
  let entries = 0;
  const unexplained: UnexplainedEntry[] = [];
  for (const identity of identities) {
    const found = await searchLog(identity.subject, log, context);
    entries += found.length;
    for (const entry of found) {
      const content = readEntry(entry);
      if (content !== undefined && explained.has(content.sha256)) continue;
      unexplained.push(describe(entry, content, identity, root));
    }
  }
  context.observe({ type: "end", phase: "resolve" });
  return {
    rekor: redactUrl(log.url),
    identities: identities.map(({ subject }) => subject),
    entries,
    unexplained: unexplained.toSorted((a, b) => (a.logIndex ?? 0) - (b.logIndex ?? 0)),
  };
}

/** Without the time in which they sign: what is signed outside it is what has to be told. */
function distinctIdentities(): CertificateIdentity[] {
  const all = signedSeries.flatMap(({ releaseManagers }) => releaseManagers);
  const named = new Map(all.map(({ identity }) => [identity.subject, identity]));
  return [...named.values()].map(({ subject, issuer }) => CertificateIdentity.of(subject, issuer));
}

const bodySchema = v.object({
  apiVersion: v.literal("0.0.1"),
  kind: v.literal("hashedrekord"),
  spec: v.object({
    data: v.object({
      hash: v.object({
        algorithm: v.literal("sha256"),
        value: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      }),
    }),
    signature: v.object({ content: v.string(), publicKey: v.object({ content: v.string() }) }),
  }),
});

interface EntryContent {
  readonly sha256: string;
  readonly signature: string;
  readonly certificate: X509Certificate;
}

/** @returns undefined if it is not the signature of a file by a certificate */
function readEntry({ body }: Record<string, unknown>): EntryContent | undefined {
  try {
    const text = Buffer.from(v.parse(v.string(), body), "base64").toString("utf8");
    const { data, signature } = v.parse(bodySchema, JSON.parse(text)).spec;
    const certificate = new X509Certificate(Buffer.from(signature.publicKey.content, "base64"));
    return { sha256: data.hash.value, signature: signature.content, certificate };
  } catch {
    return undefined;
  }
}

function describe(
  entry: Record<string, unknown>,
  content: EntryContent | undefined,
  identity: CertificateIdentity,
  root: TrustedRoot,
): UnexplainedEntry {
  const { logIndex, integratedTime, logID } = entry;
  const index = typeof logIndex === "number" && logIndex >= 0 ? logIndex : undefined;
  const because = whyUnverified(entry, content, identity, root);
  return {
    identity: identity.subject,
    logIndex: index,
    loggedAt: timeOf(integratedTime),
    sha256: content?.sha256,
    url:
      index === undefined || typeof logID !== "string"
        ? undefined
        : logEntryUrl(logID, String(index)),
    verified: because === undefined,
    ...(because === undefined ? {} : { because }),
  };
}

/** Verifies an entry as a bundle is; the digest that it signs is its own. */
function whyUnverified(
  entry: Record<string, unknown>,
  content: EntryContent | undefined,
  identity: CertificateIdentity,
  root: TrustedRoot,
): string | undefined {
  if (content === undefined) return "it is not the signature of a file by a certificate";
  const bundle = bundleOfEntry(entry, content.sha256, content.signature, content.certificate);
  try {
    verifySignedDigest(Buffer.from(JSON.stringify(bundle)), [identity], root);
    return undefined;
  } catch (error) {
    if (!(error instanceof PyverifyError)) throw error;
    return error.because === undefined ? error.message : `${error.message}: ${error.because}`;
  }
}

function timeOf(seconds: unknown): string | undefined {
  if (typeof seconds !== "number" || !Number.isSafeInteger(seconds) || seconds <= 0) {
    return undefined;
  }
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? undefined : rfc3339(time);
}
