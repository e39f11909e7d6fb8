import { PyverifyError } from "../../base/errors.ts";
import type { ArtifactType } from "../../release/artifact-types.ts";
import { findSignedSeries, signedSeries } from "../../release/release-managers.ts";
import {
  type PythonVersion,
  type Series,
  seriesOf,
  type VersionSpec,
} from "../../release/version.ts";
import { signedSince, signingExpectation } from "../../release/signing-history.ts";
import type { ListedArtifact } from "./listed-artifact.ts";
import type { Listing } from "./listing.ts";
import type { Sought } from "../release-source.ts";

/** What a search has come across. */
export interface Search {
  readonly folders: readonly PythonVersion[];
  /** those that could hold what is meant, newest first */
  readonly candidates: readonly PythonVersion[];
  /** what lies in them, newest first */
  readonly seen: readonly ListedArtifact[];
  readonly listing: Listing;
}

/** Why a SPEC means no release here: what this place lacks, which need not be what CPython lacks. */
export function nothingFound(spec: VersionSpec, sought: Sought, search: Search): PyverifyError {
  const { folders, candidates, seen, listing } = search;
  const [newest] = folders;
  if (newest === undefined) {
    return notFound(`no release is ${listing.place}`, listing.emptyBecause, listing.emptyHint);
  }
  const what = wordsOf(spec);
  const series = "series" in spec ? spec.series : undefined;
  if (series !== undefined && candidates.length === 0) {
    const there = [...new Set(folders.map(seriesOf))].slice(0, 5).join(", ");
    const because = `the newest series there are ${there}`;
    const hint = `ask for ${seriesOf(newest)}, or for latest`;
    return notFound(`there is no CPython ${series} ${listing.place}`, because, hint);
  }
  if (series !== undefined && wasNeverSigned(candidates)) {
    return new PyverifyError(
      "release",
      "not-signed",
      `no ${what} of CPython ${series} was signed with Sigstore`,
      { because: historyOf(series), hint: "choose another series" },
    );
  }
  const of = series === undefined ? "" : ` of CPython ${series}`;
  const message = `no ${what}${of} is ${listing.place} as ${formOf(sought.type)} with its bundle`;
  return notFound(message, becauseOf(spec, sought, seen, listing), hintFor(spec, sought, search));
}

/** Why one release is passed over, by all that lies there of it. */
export function whyPassedOver(
  own: readonly ListedArtifact[],
  { type }: Sought,
  { place }: Pick<Listing, "place">,
): string {
  const form = formOf(type);
  const file = own.find((listed) => listed.type === type);
  if (file === undefined) {
    const others = own.filter((listed) => listed.type.kind === type.kind);
    const there = others.map((listed) => ` as ${formOf(listed.type)}`).join(" and");
    return there === "" ? `it has no ${form} ${place}` : `it is ${place}${there}, not as ${form}`;
  }
  if (file.hasBundle) return `its bundle is ${place} without the ${form} itself`;
  return signingExpectation(file.version, type.kind) === "before-sigstore"
    ? "it was never signed with Sigstore"
    : `its ${form} is ${place} without a bundle`;
}

function becauseOf(
  spec: VersionSpec,
  sought: Sought,
  seen: readonly ListedArtifact[],
  listing: Listing,
): string {
  const meant = seen.filter(
    ({ version }) => (version.prerelease !== undefined) === (spec.type === "prerelease"),
  );
  const [newest] = meant;
  if (newest !== undefined) {
    const own = meant.filter(({ version }) => version.text === newest.version.text);
    return `the newest is ${newest.version.text}, and ${whyPassedOver(own, sought, listing)}`;
  }
  const [other] = seen;
  if (other === undefined) return "its folders hold none of a release's files";
  return `the newest that is there is ${other.version.text}, a ${other.version.prerelease === undefined ? "final release" : "pre-release"}`;
}

function hintFor(spec: VersionSpec, { type }: Sought, { seen, listing }: Search): string {
  const whole = seen.filter(({ isThere, hasBundle }) => isThere && hasBundle);
  const otherStage = whole.find((listed) => listed.type === type);
  if (otherStage !== undefined) {
    const { text, prerelease } = otherStage.version;
    const general =
      prerelease === undefined || spec.type === "latest"
        ? ""
        : ` or ${seriesOf(otherStage.version)}-rc`;
    return `ask for ${text}${general}, or ${listing.elsewhere}`;
  }
  const other = whole.find((listed) => listed.type.kind === type.kind)?.type.format;
  return other === undefined
    ? listing.elsewhere
    : `take the other format, --format ${other}, or ${listing.elsewhere}`;
}

/** A type of file in a sentence, without its article. */
function formOf({ format, title }: ArtifactType): string {
  return format ?? title;
}

function wordsOf(spec: VersionSpec): string {
  return spec.type === "prerelease" ? "pre-release" : "final release";
}

function wasNeverSigned(candidates: readonly PythonVersion[]): boolean {
  return candidates.every((version) => signingExpectation(version) === "before-sigstore");
}

function notFound(message: string, because: string, hint: string): PyverifyError {
  return new PyverifyError("release", "release-not-found", message, { because, hint });
}

/** Since when a series is signed, or one of its files besides the source, as a sentence. */
export function historyOf(series: Series, type?: ArtifactType): string {
  const row = findSignedSeries(series);
  if (row !== undefined && type !== undefined && type.kind !== "source") {
    const since = signedSince(series, type.kind);
    return since === undefined
      ? `${series} has no ${type.title} that is signed`
      : `the ${type.title} of ${series} is signed with Sigstore since ${since.text}`;
  }
  if (row !== undefined) {
    return `source tarballs of ${series} are signed with Sigstore since ${row.signedSince}`;
  }
  const first = signedSeries[0];
  return first === undefined
    ? `nobody is known to sign ${series}`
    : `CPython is signed with Sigstore since ${first.signedSince}`;
}
