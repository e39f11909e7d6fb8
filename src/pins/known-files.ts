import { mapInParallel } from "../base/map-in-parallel.ts";
import { PyverifyError } from "../base/errors.ts";
import { groupBy } from "../base/group-by.ts";
import type { StageContext } from "../base/progress.ts";
import { seriesOf } from "../release/version.ts";
import { signingExpectation } from "../release/signing-history.ts";
import { Absence } from "../source/absence.ts";
import { historyOf } from "../source/listing/nothing-found.ts";
import { isDigested, type KnownFile, signatureOf, type UnknownFile } from "./judgement.ts";
import type { LazyRoot, SignatureSource } from "./signature-source.ts";
import { signedArtifact } from "./signed-names.ts";
import type { WantedFile } from "./wanted-files.ts";

/** Documentation and the like. */
const noSignedFile = "it is none of the files that release managers sign";

/** How many bundles are got at a time. */
const parallel = 4;

/**
 * Finds out what was signed for some files, each by its bundle or by a feed's word. What stands in the
 * way is an answer, and ends nothing.
 */
export function knowFiles(
  wanted: readonly WantedFile[],
  source: SignatureSource,
  root: LazyRoot,
  context: StageContext,
): Promise<KnownFile[]> {
  return mapInParallel(wanted, parallel, (file) => knowFile(file, source, root, context));
}

/**
 * Distrusts files that share a digest. A bundle names neither file nor version, so one release's
 * bundle verifies in another's place as well; but no two files of CPython's releases are the same.
 */
export function distrustRepeated(files: readonly KnownFile[]): KnownFile[] {
  const byDigest = groupBy(files.filter(isDigested), (file) => signatureOf(file).sha256);
  return files.map((file) => {
    if (!isDigested(file)) return file;
    const others = (byDigest.get(signatureOf(file).sha256) ?? []).filter((other) => other !== file);
    if (others.length === 0) return file;
    const names = others.map(({ name }) => name).join(", ");
    const failure = {
      kind: "verification",
      code: "release-mismatch",
      message: `the bundle of ${file.name} signs the same file as that of ${names}`,
      because: "no two files of CPython's releases are the same, so one of these names is wrong",
    } as const;
    return { name: file.name, version: file.version, failure };
  });
}

async function knowFile(
  wanted: WantedFile,
  source: SignatureSource,
  root: LazyRoot,
  context: StageContext,
): Promise<KnownFile> {
  const { version, name } = wanted;
  try {
    if (signingExpectation(version) === "before-sigstore") {
      const because = historyOf(seriesOf(version));
      return failed(wanted, "not-signed", "it was never signed with Sigstore", because);
    }
    const artifact = signedArtifact(version, name, source.mirror);
    if (artifact === undefined) return failed(wanted, "not-signed", noSignedFile);
    const found = await source.look(artifact, root, context);
    if (found instanceof Absence) {
      const { place, notice } = found;
      if (signingExpectation(version, artifact.type.kind) === "before-sigstore") {
        const because = historyOf(seriesOf(version), artifact.type);
        return failed(wanted, "not-signed", "it was never signed with Sigstore", because);
      }
      return failed(wanted, "bundle-not-found", "it has no Sigstore bundle", `${place} ${notice}`);
    }
    const how = "verification" in found ? "verified" : "taken on the feed's word";
    context.observe({ type: "detail", message: `${name}: ${how}` });
    return { name, version: version.text, ...found };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof PyverifyError)) throw error;
    context.observe({ type: "detail", message: `${name}: ${error.message}` });
    const { kind, code, message, because } = error;
    return { name, version: version.text, failure: { kind, code, message, because } };
  }
}

function failed(
  { version, name }: WantedFile,
  code: string,
  message: string,
  because?: string,
): UnknownFile {
  return { name, version: version.text, failure: { kind: "release", code, message, because } };
}
