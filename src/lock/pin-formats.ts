import { PyverifyError } from "../base/errors.ts";
import { groupBy } from "../base/group-by.ts";
import { formatJson } from "../base/json.ts";
import type { ArtifactKind } from "../release/artifact-types.ts";
import { type PythonVersion, seriesOf } from "../release/version.ts";
import type { PinnedFile } from "./pinned-file.ts";

/** What `--as` can name besides a lockfile. Each takes what was pinned, and makes what is printed. */
export const pinFormats = {
  dockerfile: (pins) => pins.map(dockerfile).join("\n"),
  env: (pins) => pins.map(environment).join(""),
  "docker-library": dockerLibrary,
  "buildkit-policy": buildkitPolicy,
  "buildx-policy": buildxPolicy,
  json: (pins) => formatJson(pins.map(pinJson)),
} as const satisfies Record<string, (pins: readonly PinnedFile[]) => string>;

/** A format, or the lockfile, which holds source tarballs alone. */
export type PinFormat = keyof typeof pinFormats | "lock";

/** The names of the formats, in the order in which help lists them. */
export const pinFormatNames: readonly PinFormat[] = [
  "lock",
  ...Object.keys(pinFormats).filter(isPinFormat),
];

/** The formats that have room for one release only, since their names would clash. */
export const singleFormats: readonly PinFormat[] = ["dockerfile", "env"];

function isPinFormat(name: string): name is keyof typeof pinFormats {
  return Object.hasOwn(pinFormats, name);
}

/** One pin as `--as json` has it, and `--update --json`. */
export function pinJson(pin: PinnedFile) {
  return {
    version: pin.version.text,
    series: seriesOf(pin.version),
    artifact: pin.type.kind,
    ...(pin.type.format === undefined ? {} : { format: pin.type.format }),
    [pin.type.format === undefined ? "file" : "tarball"]: { url: pin.url, sha256: pin.sha256 },
    bundle: { url: pin.bundleUrl, sha256: pin.bundleSha256 },
    signer: { identity: pin.signer.subject, issuer: pin.signer.issuer },
    signedAt: pin.signedAt,
    logIndex: pin.logIndex,
    releaseProven: pin.releaseProven,
  };
}

/**
 * Lines for a stage that BuildKit downloads for. `ADD` leaves files that only root can read, while
 * pyverify may run as anybody; and the folder that it makes gets the same mode as the files.
 *
 * @see https://docs.docker.com/reference/dockerfile/#add---checksum
 */
function dockerfile(pin: PinnedFile): string {
  return `# CPython ${pin.version.text}, signed by ${pin.signer.subject} (${pin.signer.issuer})
# at ${pin.signedAt}, ${pin.logUrl ?? `log index ${pin.logIndex}`}
ARG PYTHON_VERSION=${pin.version.text}
ARG PYTHON_SHA256=${pin.sha256}
ADD --chmod=755 --checksum=sha256:${pin.sha256} ${literal(pin.url)} /downloads/
ADD --chmod=755 --checksum=sha256:${pin.bundleSha256} ${literal(pin.bundleUrl)} /downloads/
`;
}

/** In a Dockerfile, `$NAME` stands for a value, also within an address. */
function literal(url: string): string {
  return url.replaceAll(/[$\\]/g, String.raw`\$&`);
}

/** For shells, which read it with `.`, and for `docker --env-file`, which knows no quotes. */
function environment(pin: PinnedFile): string {
  return `PYTHON_VERSION=${pin.version.text}
PYTHON_SHA256=${pin.sha256}
PYTHON_URL=${quotedIfNeeded(pin.url)}
PYTHON_BUNDLE_URL=${quotedIfNeeded(pin.bundleUrl)}
PYTHON_BUNDLE_SHA256=${pin.bundleSha256}
`;
}

/** An address may have `;`, `&`, `$` and quotes in it, each of which a shell acts on. */
function quotedIfNeeded(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * The fields that docker-library keeps of each release, under the names of its folders, in the order
 * in which its own `jq -S` writes them.
 *
 * @see https://github.com/docker-library/python/blob/master/versions.sh
 * @throws {PyverifyError} usage/conflicting-flags if two releases have the same folder
 */
function dockerLibrary(pins: readonly PinnedFile[]): string {
  const folders = groupBy(pins, ({ version }) => dockerLibraryFolder(version));
  const rows = [...folders].map(
    ([folder, own]) => [folder, dockerLibraryEntry(folder, own)] as const,
  );
  return formatJson(Object.fromEntries(rows.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

function dockerLibraryFolder(version: PythonVersion): string {
  return `${seriesOf(version)}${version.prerelease === undefined ? "" : "-rc"}`;
}

function dockerLibraryEntry(folder: string, pins: readonly PinnedFile[]) {
  const [first, second] = new Set(pins.map(({ version }) => version.text));
  if (second !== undefined) {
    throw new PyverifyError(
      "usage",
      "conflicting-flags",
      `--as docker-library has room for one release in ${folder}, and ${first} and ${second} are given`,
      { because: "its versions.json has one for each folder", hint: "leave one of them out" },
    );
  }
  const digest = (kind: ArtifactKind): { sha256: string } | undefined => {
    const pin = pins.find(({ type }) => type.kind === kind);
    return pin && { sha256: pin.sha256 };
  };
  const checksums = { source: digest("source"), windows: digest("windows-amd64") };
  return { checksums, version: first };
}

/**
 * A source policy: BuildKit then refuses other bytes at either URL, whatever the Dockerfile says.
 *
 * @see https://github.com/moby/buildkit/blob/master/docs/build-repro.md
 */
function buildkitPolicy(pins: readonly PinnedFile[]): string {
  const rules = pins.flatMap((pin) => [
    pinUrl(pin.url, pin.sha256),
    pinUrl(pin.bundleUrl, pin.bundleSha256),
  ]);
  return formatJson({ version: 1, rules });
}

/**
 * A policy in Rego: `docker buildx build` then takes a file of one of these names from no address
 * that gives other bytes, and whatever has another name is left to other policies.
 *
 * @see https://github.com/docker/buildx/blob/master/policy/types.go for what is asked, `Input`, and
 *   what is answered, `Decision`
 */
function buildxPolicy(pins: readonly PinnedFile[]): string {
  const files = pins.flatMap((pin) => [
    [nameIn(pin.url), pin.sha256] as const,
    [nameIn(pin.bundleUrl), pin.bundleSha256] as const,
  ]);
  const signed = Object.fromEntries(files.map(([name, sha256]) => [name, `sha256:${sha256}`]));
  return `${pins.map(signedBy).join("")}package docker

signed := ${formatJson(signed).trimEnd()}

file := regex.replace(input.http.path, "^.*/", "")

default allow := false

allow if not input.http

allow if not signed[file]

allow if input.http.checksum == signed[file]

deny_msg contains sprintf("%s is not the %s that was signed", [input.http.url, file]) if not allow

decision := {"allow": allow, "deny_msg": deny_msg}
`;
}

function signedBy({ version, url, signer, signedAt, logUrl, logIndex }: PinnedFile): string {
  return `# ${nameIn(url)} of CPython ${version.text}, signed by ${signer.subject} (${signer.issuer})
# at ${signedAt}, ${logUrl ?? `log index ${logIndex}`}
`;
}

function nameIn(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}

function pinUrl(url: string, sha256: string) {
  return {
    action: "CONVERT",
    selector: { identifier: url, matchType: "EXACT" },
    updates: { attrs: { "http.checksum": `sha256:${sha256}` } },
  };
}
