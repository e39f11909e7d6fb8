import { formatJson } from "../base/json.ts";
import { seriesOf } from "../release/version.ts";
import type { LockedRelease } from "./locked-release.ts";

type Format = (pins: readonly LockedRelease[]) => string | Promise<string>;

/** What `--as` can name. Each takes what was pinned and makes what is printed. */
export const pinFormats = {
  // Help knows the formats by their names, and needs no reader of TOML for that.
  lock: async (pins) => (await import("./lockfile.ts")).formatLock(pins),
  dockerfile: (pins) => pins.map(dockerfile).join("\n"),
  env: (pins) => pins.map(environment).join(""),
  "docker-library": dockerLibrary,
  "buildkit-policy": buildkitPolicy,
  json: (pins) => formatJson(pins.map(pinJson)),
} as const satisfies Record<string, Format>;

export type PinFormat = keyof typeof pinFormats;

/** The names of the formats, in the order in which help lists them. */
export const pinFormatNames: readonly PinFormat[] = Object.keys(pinFormats).filter(isPinFormat);

/** The formats that have room for one release only, since their names would clash. */
export const singleFormats: readonly PinFormat[] = ["dockerfile", "env"];

function isPinFormat(name: string): name is PinFormat {
  return Object.hasOwn(pinFormats, name);
}

/** One pin as `--as json` has it, and `--update --json`. */
export function pinJson(pin: LockedRelease) {
  return {
    version: pin.version.text,
    series: seriesOf(pin.version),
    format: pin.format,
    tarball: { url: pin.tarballUrl, sha256: pin.tarballSha256 },
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
function dockerfile(pin: LockedRelease): string {
  return `# CPython ${pin.version.text}, signed by ${pin.signer.subject} (${pin.signer.issuer})
# at ${pin.signedAt}, ${pin.logUrl ?? `log index ${pin.logIndex}`}
ARG PYTHON_VERSION=${pin.version.text}
ARG PYTHON_SHA256=${pin.tarballSha256}
ADD --chmod=755 --checksum=sha256:${pin.tarballSha256} ${literal(pin.tarballUrl)} /downloads/
ADD --chmod=755 --checksum=sha256:${pin.bundleSha256} ${literal(pin.bundleUrl)} /downloads/
`;
}

/** In a Dockerfile, `$NAME` stands for a value, also within an address. */
function literal(url: string): string {
  return url.replaceAll(/[$\\]/g, String.raw`\$&`);
}

/** For shells, which read it with `.`, and for `docker --env-file`, which knows no quotes. */
function environment(pin: LockedRelease): string {
  return `PYTHON_VERSION=${pin.version.text}
PYTHON_SHA256=${pin.tarballSha256}
PYTHON_URL=${quotedIfNeeded(pin.tarballUrl)}
PYTHON_BUNDLE_URL=${quotedIfNeeded(pin.bundleUrl)}
PYTHON_BUNDLE_SHA256=${pin.bundleSha256}
`;
}

/** An address may have `;`, `&`, `$` and quotes in it, each of which a shell acts on. */
function quotedIfNeeded(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * The fields that docker-library keeps of each release, under the names of its folders.
 *
 * @see https://github.com/docker-library/python/blob/master/versions.json
 */
function dockerLibrary(pins: readonly LockedRelease[]): string {
  const entries = pins.map(({ version, tarballSha256 }) => [
    `${seriesOf(version)}${version.prerelease === undefined ? "" : "-rc"}`,
    { checksums: { source: { sha256: tarballSha256 } }, version: version.text },
  ]);
  return formatJson(Object.fromEntries(entries));
}

/**
 * A source policy: BuildKit then refuses other bytes at either URL, whatever the Dockerfile says.
 *
 * @see https://github.com/moby/buildkit/blob/master/docs/build-repro.md
 */
function buildkitPolicy(pins: readonly LockedRelease[]): string {
  const rules = pins.flatMap((pin) => [
    pinUrl(pin.tarballUrl, pin.tarballSha256),
    pinUrl(pin.bundleUrl, pin.bundleSha256),
  ]);
  return formatJson({ version: 1, rules });
}

function pinUrl(url: string, sha256: string) {
  return {
    action: "CONVERT",
    selector: { identifier: url, matchType: "EXACT" },
    updates: { attrs: { "http.checksum": `sha256:${sha256}` } },
  };
}
