import { abortable } from "./base/concurrency.ts";
import type { StageContext } from "./base/progress.ts";
import { proveRelease } from "./extract/prove-release.ts";
import { pinFile, type PinnedFile } from "./lock/pinned-file.ts";
import type { PinRequest } from "./pin-release.ts";
import { proveArtifact } from "./prove/prove-artifact.ts";
import { type Artifact, artifact } from "./release/artifact.ts";
import {
  type ArtifactKind,
  type ArtifactType,
  sourceType,
  typesOf,
} from "./release/artifact-types.ts";
import { sourceTarball } from "./release/source-tarball.ts";
import { folderOf, type PythonVersion, type VersionSpec } from "./release/version.ts";
import { Absence } from "./source/absence.ts";
import { obtainArtifact, obtainBundle } from "./source/obtain.ts";
import { warnOfOtherSigner } from "./verify/overrides.ts";
import { verifySignedDigest } from "./verify/signed-digest.ts";
import { verify } from "./verify/verify.ts";

/** Everything that pinning files depends on. */
export interface PinFilesRequest extends Omit<PinRequest, "spec"> {
  /** one kind; every kind that is signed; or what docker-library keeps, source and installer */
  readonly files: ArtifactKind | "all" | "docker-library";
}

/**
 * Finds out which digests the files of releases have, and verifies them: each file once, whatever
 * SPECs mean it.
 *
 * @throws {PyverifyError}
 */
export async function pinFiles(
  specs: readonly VersionSpec[],
  request: PinFilesRequest,
  context: StageContext,
): Promise<PinnedFile[]> {
  const pins = new Map<string, PinnedFile>();
  for (const spec of specs) {
    const first = mainType(request);
    const sought = { type: first, bundleAlone: !request.full };
    const version = await request.source.find(spec, sought, context);
    const others = await otherTypes(version, first, request, context);
    for (const type of [first, ...others]) {
      const pin = await pinOne(version, type, request, context);
      pins.set(pin.url, pin);
    }
  }
  return [...pins.values()];
}

/** The type of the file that decides which release a SPEC means. */
function mainType({ files, format }: PinFilesRequest): ArtifactType {
  const [only] = files === "all" || files === "docker-library" ? [] : typesOf(files);
  return only?.format === undefined && only !== undefined ? only : sourceType(format);
}

async function otherTypes(
  version: PythonVersion,
  first: ArtifactType,
  { files, source, signer }: PinFilesRequest,
  context: StageContext,
): Promise<ArtifactType[]> {
  if (files === "docker-library") {
    const [installer] = typesOf("windows-amd64");
    if (installer === undefined) return [];
    const named = artifact(version, installer, { mirror: source.mirror, signer });
    if (!((await source.bundle(named, context)) instanceof Absence)) return [installer];
    if ((await source.locate(named, context)) === undefined) {
      const message = `${named.fileName} has no bundle, and is left out`;
      context.observe({ type: "warning", message });
    }
    return [];
  }
  if (files !== "all") return [];
  const isHome = (folder: PythonVersion): boolean => folder.text === folderOf(version);
  const { artifacts } = await source.list(isHome, context);
  return artifacts
    .filter((listed) => listed.version.text === version.text && listed.hasBundle)
    .map(({ type }) => type)
    .filter((type) => type !== first);
}

async function pinOne(
  version: PythonVersion,
  type: ArtifactType,
  { source, signer, root, full }: PinFilesRequest,
  context: StageContext,
): Promise<PinnedFile> {
  const options = { mirror: source.mirror, signer };
  const wanted = artifact(version, type, options);
  const { isSignerOverridden, series, signers } = wanted.release;
  if (isSignerOverridden) warnOfOtherSigner(signers[0], series, context);
  const { phase, subject } = source.progress(wanted);
  context.observe({ type: "start", phase, subject: full ? subject : `${subject}.sigstore` });
  const found = await obtainBundle(source, wanted, context);
  const named: Artifact = { ...wanted, bundleUrl: found.url };
  if (!full) {
    context.observe({ type: "end", phase });
    const arrived = await abortable(root, context.signal);
    return pinFile(named, verifySignedDigest(found.bytes, signers, arrived), false);
  }
  const content = await obtainArtifact(source, wanted, context);
  context.observe({ type: "end", phase });
  const download = { bundle: found.bytes, content };
  const arrived = await abortable(root, context.signal);
  if (type.format === undefined) {
    const verified = verify({ ...download, artifact: named }, arrived);
    const { proven } = await proveArtifact(verified);
    return pinFile(named, verified.verification, proven);
  }
  const tarball = sourceTarball(version, { ...options, format: type.format });
  const verified = verify({ ...download, artifact: tarball }, arrived);
  await proveRelease(verified, context);
  return pinFile(named, verified.verification, true);
}
