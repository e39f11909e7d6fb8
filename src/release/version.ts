import { PyverifyError } from "../base/errors.ts";

/** A series of CPython, `X.Y`. */
export type Series = `${number}.${number}`;

/** One release of CPython, spelled as python.org spells it: `X.Y.Z`, `X.Y.ZaN`, `X.Y.ZbN` or `X.Y.ZrcN`. */
export interface PythonVersion {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  readonly micro: number;
  readonly prerelease: Prerelease | undefined;
}

export interface Prerelease {
  readonly phase: "a" | "b" | "rc";
  readonly number: number;
}

/** A user's request for a release. Only `resolve` turns one into a {@link PythonVersion}. */
export type VersionSpec =
  | { readonly type: "version"; readonly version: PythonVersion }
  | { readonly type: "series"; readonly series: Series }
  /** the newest pre-release of a series */
  | { readonly type: "prerelease"; readonly series: Series }
  | { readonly type: "latest" };

// Three digits bound every component, which keeps the numbers exact and the text short.
const component = "(0|[1-9]\\d{0,2})";
const versionPattern = new RegExp(
  `^${component}\\.${component}\\.${component}(?:(a|b|rc)${component})?$`,
);
const seriesPattern = new RegExp(`^${component}\\.${component}$`);

/**
 * Reads a SPEC: a version (`3.14.0`, `3.15.0b3`), a series (`3.14`), the newest pre-release of one
 * (`3.15-rc`, as docker-library calls its folder) or `latest`.
 *
 * @throws {PyverifyError} usage/invalid-version
 */
export function parseVersionSpec(text: string): VersionSpec {
  if (text === "latest") return { type: "latest" };
  if (isSeries(text)) return { type: "series", series: text };
  const series = text.endsWith("-rc") ? text.slice(0, -"-rc".length) : "";
  if (isSeries(series)) return { type: "prerelease", series };
  const version = readVersion(text);
  if (version === undefined) throw invalidSpec(text);
  return { type: "version", version };
}

/** Writes a SPEC as `parseVersionSpec` reads it. */
export function specText(spec: VersionSpec): string {
  switch (spec.type) {
    case "version":
      return spec.version.text;
    case "series":
      return spec.series;
    case "prerelease":
      return `${spec.series}-rc`;
    case "latest":
      return "latest";
  }
}

/**
 * Reads a version as python.org spells it, where nothing but one release can be meant.
 *
 * @throws {PyverifyError} usage/invalid-version
 */
export function parseVersion(text: string): PythonVersion {
  const version = readVersion(text);
  if (version === undefined) throw invalidVersion(text);
  return version;
}

/** Reads a version as `parseVersion` does; undefined if it is none. */
export function readVersion(text: string): PythonVersion | undefined {
  const match = versionPattern.exec(text);
  if (match === null) return undefined;
  const [, major, minor, micro, phase, number] = match;
  return {
    text,
    major: Number(major),
    minor: Number(minor),
    micro: Number(micro),
    prerelease: isPhase(phase) ? { phase, number: Number(number) } : undefined,
  };
}

/** Whether a text is a series, `X.Y`. */
export function isSeries(text: string): text is Series {
  return seriesPattern.test(text);
}

/** The series that a version belongs to. */
export function seriesOf(version: PythonVersion): Series {
  return `${version.major}.${version.minor}`;
}

/** The folder on python.org that holds a version: a pre-release lies in its final version's. */
export function folderOf(version: PythonVersion): string {
  return `${version.major}.${version.minor}.${version.micro}`;
}

/** Orders versions from old to new: 3.15.0a1, 3.15.0b1, 3.15.0rc1, 3.15.0, 3.15.1. */
export function compareVersions(a: PythonVersion, b: PythonVersion): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.micro - b.micro ||
    phaseOrder(a) - phaseOrder(b) ||
    (a.prerelease?.number ?? 0) - (b.prerelease?.number ?? 0)
  );
}

function isPhase(text: string | undefined): text is Prerelease["phase"] {
  return text === "a" || text === "b" || text === "rc";
}

function phaseOrder(version: PythonVersion): number {
  return version.prerelease === undefined ? 3 : { a: 0, b: 1, rc: 2 }[version.prerelease.phase];
}

function invalidSpec(text: string): PyverifyError {
  const examples = "3.14.0, 3.15.0b3, 3.14, 3.15-rc or latest";
  return misspelt(text, otherSpelling(text), examples, "; a series is X.Y");
}

/** A series or `latest` is not suggested here: it would be refused in turn. */
function invalidVersion(text: string): PyverifyError {
  const meant = otherSpelling(text);
  if (meant === undefined || versionPattern.test(meant)) {
    return misspelt(text, meant, "3.14.0 or 3.15.0b3");
  }
  const [what, example] =
    meant === "latest" ? ["whichever is newest", "3.14.0"] : ["a series", `${meant}.0`];
  return invalid(
    `"${printable(text)}" is ${what}, and one release is meant`,
    "only X.Y.Z, or X.Y.Z followed by aN, bN or rcN, names one",
    `name it in full, for example ${example}`,
  );
}

function misspelt(
  text: string,
  meant: string | undefined,
  examples: string,
  otherRules = "",
): PyverifyError {
  return invalid(
    `"${printable(text)}" is not a CPython version`,
    `a version is X.Y.Z, or X.Y.Z followed by aN, bN or rcN${otherRules}`,
    meant === undefined
      ? `write it as python.org does, for example ${examples}`
      : `did you mean ${meant}?`,
  );
}

function invalid(message: string, because: string, hint: string): PyverifyError {
  return new PyverifyError("usage", "invalid-version", message, { because, hint });
}

/**
 * The version, series or word of which a text is another spelling: `v3.14.0`, a file's name, a tag
 * of an image (`3.14-slim`), `3.14.x`, `3.14t`, `3.14rc1`, `3.14.0-rc.1` as semantic versioning has it.
 */
function otherSpelling(text: string): string | undefined {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/^[~^=]{1,2} ?/, "")
    .replace(/^(?:c?python)?[ -]?v?/, "")
    .replace(/\.(?:tar\.xz|tgz)$/, "")
    .replace(imageTag, "")
    .replace(/(?<=\.\d+)t$/, "")
    .replace(/\.[x*]$/, "")
    .replace(/[.-]?(a|b|rc)(?:lpha|eta)?[.-]?(\d+)$/, "$1$2")
    .replace(/^(\d+\.\d+)(?=(?:a|b|rc)\d+$)/, "$1.0");
  return plain === "latest" || isSeries(plain) || versionPattern.test(plain) ? plain : undefined;
}

/** What tags of Python images have behind the version. */
const imageTag =
  /(?:-(?:dev|slim|alpine[\d.]*|buster|bullseye|bookworm|trixie|forky|windowsservercore|nogil|freethreaded))+$/;

function printable(text: string): string {
  return text.slice(0, 60).replaceAll(/[^\x20-\x7e]/g, "?");
}
