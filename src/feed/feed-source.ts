import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import type { Artifact } from "../release/artifact.ts";
import { pythonOrg } from "../release/release.ts";
import { isWithin } from "../release/signing-period.ts";
import type { PythonVersion } from "../release/version.ts";
import { findWithdrawnFile } from "../release/withdrawn.ts";
import type { Found, LazyRoot, SignatureSource, Statement } from "../pins/signature-source.ts";
import { Absence } from "../source/absence.ts";
import { maxBundleBytes } from "../source/size-limits.ts";
import { verifySignedDigest } from "../verify/signed-digest.ts";
import { feedVersion } from "./feed-documents.ts";
import type { FeedPlace } from "./feed-place.ts";
import {
  maxIndexBytes,
  maxReleaseBytes,
  type ReadArtifact,
  type ReadIndex,
  readIndex,
  type ReadRelease,
  readRelease,
  WrongDocument,
} from "./read-documents.ts";

/**
 * Opens a feed as a place where it is told what was signed: where it has the bundle of a file, that is
 * verified as any other is, and its own words count for nothing; where it has none, it is its word.
 *
 * @throws {PyverifyError} usage/invalid-value if there is no feed; network or filesystem
 */
export async function openFeed(place: FeedPlace, context: StageContext): Promise<SignatureSource> {
  const path = `${feedVersion}/index.json`;
  const limit = { expect: "metadata", maxBytes: maxIndexBytes } as const;
  const bytes = await place.read(path, limit, context);
  if (bytes === undefined) throw noFeed(place, path);
  const index = inPlace(place, path, () => readIndex(bytes));
  const versions = new Set(index.releases.map(({ version }) => version));
  const releases = new Map<string, Promise<ReadRelease>>();
  const releaseOf = (version: PythonVersion): Promise<ReadRelease> => {
    const known = releases.get(version.text) ?? getRelease(place, version, context);
    releases.set(version.text, known);
    return known;
  };
  return {
    description: place.description,
    mirror: pythonOrg,
    look: async (artifact, root) => {
      const { version } = artifact.release;
      const listed = versions.has(version.text)
        ? (await releaseOf(version)).artifacts.find(({ file }) => file === artifact.fileName)
        : undefined;
      if (listed === undefined) return notListed(artifact, index, place.nameOf(path));
      return listed.bundle.copy === undefined
        ? { statement: stated(artifact, listed) }
        : proven(artifact, listed, `${feedVersion}/${listed.bundle.copy}`, root, place, context);
    },
  };
}

async function getRelease(
  place: FeedPlace,
  version: PythonVersion,
  context: StageContext,
): Promise<ReadRelease> {
  const path = `${feedVersion}/${version.text}.json`;
  const limit = { expect: "metadata", maxBytes: maxReleaseBytes } as const;
  const bytes = await place.read(path, limit, context);
  if (bytes === undefined)
    throw place.wrong(path, "the feed's index names it, and it is not there");
  return inPlace(place, path, () => readRelease(bytes, version));
}

/** What the bundle in the feed signs. A feed that says something else of it is not to be believed. */
async function proven(
  { fileName, release }: Artifact,
  listed: ReadArtifact,
  path: string,
  root: LazyRoot,
  place: FeedPlace,
  context: StageContext,
): Promise<Found> {
  const trusted = await root();
  const limit = { expect: "bundle", maxBytes: maxBundleBytes } as const;
  const bytes = await place.read(path, limit, context);
  if (bytes === undefined) throw place.wrong(path, "the feed says that it is there, and it is not");
  const verification = verifySignedDigest(bytes, release.signers, trusted);
  if (verification.sha256 === listed.sha256) return { verification };
  throw refused("digest-mismatch", `the feed contradicts its own bundle of ${fileName}`, {
    because: `it says ${listed.sha256}, and the bundle signs ${verification.sha256}`,
  });
}

/**
 * What a feed says of a file, as far as that can be true: signed by who may sign it, when they did,
 * and not withdrawn since.
 */
function stated({ fileName, release }: Artifact, listed: ReadArtifact): Statement {
  const { sha256, signer, transparencyLog, bundle } = listed;
  const signedAt = new Date(listed.signedAt);
  const named = `the feed names ${signer.identity} (${signer.issuer}) as the signer of ${fileName}`;
  const match = release.signers.find(
    ({ subject, issuer }) => subject === signer.identity && issuer === signer.issuer,
  );
  if (match === undefined) {
    throw refused("identity-mismatch", named, {
      because: `the signer has to be ${release.signers.map(({ subject, issuer }) => `${subject} (${issuer})`).join(" or ")}`,
    });
  }
  if (match.period !== undefined && !isWithin(match.period, signedAt)) {
    throw refused("signed-out-of-time", `${named} at ${listed.signedAt}`, {
      because: `they sign the series from ${match.period.from} to ${match.period.until}`,
    });
  }
  const withdrawn = findWithdrawnFile(sha256);
  if (withdrawn !== undefined) {
    const message = `the feed has a digest of ${withdrawn.file} that was withdrawn`;
    throw refused("file-withdrawn", message, { because: withdrawn.because });
  }
  return {
    sha256,
    signer: { subject: match.subject, issuer: match.issuer },
    signedAt,
    // Where an entry can be looked up is for the log to say: no address of a feed's is passed on.
    transparencyLog: transparencyLog.map(({ logIndex }) => ({ logIndex, url: undefined })),
    bundle: { sha256: bundle.sha256 },
  };
}

/**
 * A file that is not among the feed's, and that it says nothing of.
 *
 * @throws {PyverifyError} what it says of it: verification or release
 */
function notListed({ fileName }: Artifact, index: ReadIndex, place: string): Absence {
  const entry = index.notVerified.find(({ file }) => file === fileName);
  if (entry === undefined) return new Absence("bundle", place, `lists no ${fileName}`);
  const because = `${entry.code}: ${entry.message}`;
  if (entry.verdict === "refused") {
    throw refused("unverifiable", `the feed lists ${fileName} as refused`, { because });
  }
  const code = entry.verdict === "missing" ? "bundle-not-found" : "not-signed";
  throw new PyverifyError("release", code, `the feed lists it as ${entry.verdict}`, { because });
}

function refused(
  code:
    | "digest-mismatch"
    | "identity-mismatch"
    | "signed-out-of-time"
    | "file-withdrawn"
    | "unverifiable",
  message: string,
  { because }: { readonly because: string },
): PyverifyError {
  return new PyverifyError("verification", code, message, {
    because,
    hint: "compare with python.org's own, and ask who publishes the feed",
  });
}

function noFeed(place: FeedPlace, path: string): PyverifyError {
  return new PyverifyError("usage", "invalid-value", `there is no feed at ${place.nameOf("")}`, {
    because: `${place.nameOf(path)} is not there`,
    hint: "--feed takes the address or the folder that pyverify audit --feed DIR wrote",
  });
}

function inPlace<T>(place: FeedPlace, path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WrongDocument)) throw error;
    throw place.wrong(path, error.message, error);
  }
}
