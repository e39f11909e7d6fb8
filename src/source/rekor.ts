import { X509Certificate } from "node:crypto";
import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { whatItSeems } from "../files/document-kind.ts";
import type { HttpClient } from "../http/http-client.ts";
import { redactUrl } from "../base/redact-url.ts";

/** A signature as CPython published it before bundles: `.sig` and `.crt`. */
export interface DetachedSignature {
  /** the `.sig` file: the signature in base64 */
  readonly signature: NamedFile;
  /** the `.crt` file: the signing certificate in PEM */
  readonly certificate: NamedFile;
  /** SHA-256 of the artifact, in lower-case hex */
  readonly sha256: string;
}

interface NamedFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** One entry has some 5 KB; Rekor would have to find hundreds of them. */
const maxAnswerBytes = 1024 * 1024;

/**
 * Asks Rekor for the log entry of a detached signature, which proves no time by itself, and makes a
 * bundle of both. What Rekor answers is unverified, like any download: `verify/` follows.
 *
 * @see https://github.com/sigstore/rekor/blob/main/openapi.yaml (`searchLogQuery`)
 * @returns the bundle's file
 * @throws {PyverifyError} verification/detached-malformed, verification/log-entry-not-found; network
 */
export async function assembleBundle(
  detached: DetachedSignature,
  { http, url }: { readonly http: HttpClient; readonly url: string },
  context: StageContext,
): Promise<Buffer> {
  const { signature, certificate } = parse(detached);
  const query = { entries: [proposal(detached.sha256, signature, certificate)] };
  const address = `${url.replace(/\/$/, "")}/api/v1/log/entries/retrieve`;
  const answer = await http.get(
    address,
    {
      expect: "metadata",
      maxBytes: maxAnswerBytes,
      json: JSON.stringify(query),
      chosenBy: "--rekor-url URL",
    },
    context,
  );
  const entry = answer.found ? firstEntry(answer.body.bytes) : undefined;
  if (entry === undefined) throw notFound(address);
  return Buffer.from(JSON.stringify(bundleOfEntry(entry, detached.sha256, signature, certificate)));
}

function parse({ signature, certificate }: DetachedSignature): {
  signature: string;
  certificate: X509Certificate;
} {
  const text = signature.bytes.toString("latin1").trim();
  if (!/^[A-Za-z0-9+/]{40,400}={0,2}$/.test(text)) {
    throw malformed(signature, "a signature in base64");
  }
  try {
    return { signature: text, certificate: new X509Certificate(certificate.bytes) };
  } catch (cause) {
    throw malformed(certificate, "a certificate in PEM", cause);
  }
}

/** The entry as whoever signed proposed it to the log. */
function proposal(sha256: string, signature: string, certificate: X509Certificate): unknown {
  const publicKey = { content: Buffer.from(certificate.toString()).toString("base64") };
  return {
    apiVersion: "0.0.1",
    kind: "hashedrekord",
    spec: {
      data: { hash: { algorithm: "sha256", value: sha256 } },
      signature: { content: signature, publicKey },
    },
  };
}

function firstEntry(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const answer: unknown = JSON.parse(bytes.toString("utf8"));
    const [found] = Array.isArray(answer) ? answer : [];
    const [entry] = Object.values(fieldsOf(found));
    return entry === undefined ? undefined : fieldsOf(entry);
  } catch {
    return undefined;
  }
}

/**
 * A bundle of what Rekor answers and of what it logged. Nothing of it is verified.
 *
 * Rekor's own JSON has hex where a bundle has base64; what is missing stays missing.
 */
export function bundleOfEntry(
  entry: Record<string, unknown>,
  sha256: string,
  signature: string,
  certificate: X509Certificate,
): unknown {
  const verification = fieldsOf(entry["verification"]);
  const proof = fieldsOf(verification["inclusionProof"]);
  const hashes = Array.isArray(proof["hashes"]) ? proof["hashes"] : [];
  return {
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: {
      certificate: { rawBytes: certificate.raw.toString("base64") },
      tlogEntries: [
        {
          logIndex: decimal(entry["logIndex"]),
          logId: { keyId: hexToBase64(entry["logID"]) },
          kindVersion: { kind: "hashedrekord", version: "0.0.1" },
          integratedTime: decimal(entry["integratedTime"]),
          inclusionPromise: { signedEntryTimestamp: verification["signedEntryTimestamp"] },
          inclusionProof: {
            logIndex: decimal(proof["logIndex"]),
            rootHash: hexToBase64(proof["rootHash"]),
            treeSize: decimal(proof["treeSize"]),
            hashes: hashes.map(hexToBase64),
            checkpoint: { envelope: proof["checkpoint"] },
          },
          canonicalizedBody: entry["body"],
        },
      ],
    },
    messageSignature: {
      messageDigest: { algorithm: "SHA2_256", digest: hexToBase64(sha256) },
      signature,
    },
  };
}

/** A number of Rekor's JSON as a bundle writes it; anything else is left to `verify` to refuse. */
function decimal(value: unknown): string {
  return typeof value === "number" ? value.toString() : "";
}

function hexToBase64(hex: unknown): string {
  return Buffer.from(typeof hex === "string" ? hex : "", "hex").toString("base64");
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function malformed({ path, bytes }: NamedFile, kind: string, cause?: unknown): PyverifyError {
  const seems = whatItSeems(bytes);
  return new PyverifyError(
    "verification",
    "detached-malformed",
    "the detached signature cannot be read",
    {
      because: `${path} is not ${kind}${seems === undefined ? "" : `: it ${seems}`}`,
      hint: "compare .sig and .crt with python.org's own",
      cause,
    },
  );
}

function notFound(address: string): PyverifyError {
  return new PyverifyError(
    "verification",
    "log-entry-not-found",
    "the transparency log has no entry for this file, signature and certificate",
    {
      because: `${redactUrl(new URL(address))} was asked, and without an entry nothing proves when it was signed`,
      hint: "check that the three belong together: .sig and .crt sign one file only",
    },
  );
}
