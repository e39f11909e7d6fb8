import { parse, TomlError } from "smol-toml";
import * as v from "valibot";
import { PyverifyError } from "../base/errors.ts";
import { isDecodable } from "../http/settings/web-address.ts";
import { CertificateIdentity } from "../release/certificate-identity.ts";
import { release, tarballFormats } from "../release/release.ts";
import type { SignerChoice } from "../release/signer-choice.ts";
import { artifactOfBundle } from "../source/bundle-names.ts";
import { sourceTarball } from "../release/source-tarball.ts";
import { compareVersions, parseVersion } from "../release/version.ts";
import type { LockedRelease } from "./locked-release.ts";
import { issueInWords } from "../base/schema-issue.ts";

/*
 * `pyverify.lock` is TOML: people can read and diff it, it has comments, and a key that stands in it
 * twice is an error. One table for each release, newest first, always in the same order.
 */

const header = `# Made by \`pyverify pin\`, checked by \`pyverify fetch --lock\`; renew it with
# \`pyverify pin --update\`, which writes the whole file anew.
# The signature covers the digest. release-proven says whether the tarball was also read to prove
# that it is this version; where it was not, fetch proves it.
lock-version = 1
`;

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "not a SHA-256 in lower-case hex"));
const url = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[\x21-\x7e]+$/, "not a URL"),
  v.check((text) => URL.canParse(text), "not a URL"),
  v.check((text) => {
    const parsed = URL.parse(text);
    return parsed === null || isDecodable(parsed);
  }, "it has a % that begins no character's code"),
);

const entrySchema = v.strictObject({
  version: v.string(),
  format: v.picklist(tarballFormats),
  "tarball-url": url,
  "tarball-sha256": sha256,
  "bundle-url": url,
  "bundle-sha256": sha256,
  "certificate-identity": v.string(),
  "certificate-oidc-issuer": v.string(),
  "signed-at": v.pipe(v.string(), v.regex(/^\d{4}(-\d\d){2}T\d\d(:\d\d){2}Z$/, "not a UTC time")),
  "log-index": v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  "release-proven": v.boolean(),
});

const lockSchema = v.strictObject({
  "lock-version": v.literal(1),
  release: v.pipe(v.array(entrySchema), v.minLength(1, "no release")),
});

/** Writes a lockfile. The same releases give the same text, in whatever order they come. */
export function formatLock(releases: readonly LockedRelease[]): string {
  const sorted = releases.toSorted(
    (a, b) => compareVersions(b.version, a.version) || (a.format < b.format ? -1 : 1),
  );
  return [header, ...sorted.map(entryText)].join("\n");
}

/**
 * Reads a lockfile strictly: unknown keys, missing ones and contradictions are errors.
 *
 * @param name what to call the file
 * @throws {PyverifyError} usage/lock-malformed
 */
export function parseLock(text: string, name: string): LockedRelease[] {
  let toml: unknown;
  try {
    toml = parse(text);
  } catch (cause) {
    const [reason] = cause instanceof Error ? cause.message.split("\n") : [String(cause)];
    const place = cause instanceof TomlError ? ` (line ${cause.line})` : "";
    throw malformed(name, `${reason}${place}`, cause);
  }
  const result = v.safeParse(lockSchema, toml);
  if (!result.success) {
    const [issue] = result.issues;
    throw malformed(name, issueInWords(issue));
  }
  const releases = result.output.release.map((entry) => readEntry(entry, name));
  for (const [index, { version, format }] of releases.entries()) {
    const first = releases.findIndex(
      (other) => other.version.text === version.text && other.format === format,
    );
    if (first !== index) throw malformed(name, `${version.text} (${format}) stands in it twice`);
  }
  return releases;
}

function readEntry(entry: v.InferOutput<typeof entrySchema>, name: string): LockedRelease {
  const { format } = entry;
  try {
    const version = parseVersion(entry.version);
    const signer = CertificateIdentity.of(
      entry["certificate-identity"],
      entry["certificate-oidc-issuer"],
    );
    const tarballUrl = entry["tarball-url"];
    const mirror = new URL("..", tarballUrl).href;
    const expected = sourceTarball(version, { format, mirror, signer: anySigner(signer) });
    if (tarballUrl !== expected.url) {
      throw malformed(name, `tarball-url is not that of ${version.text}, ${expected.url}`);
    }
    if (artifactOfBundle(entry["bundle-url"]) !== expected.url) {
      throw malformed(name, `bundle-url is not the one beside the tarball, ${expected.bundleUrl}`);
    }
    return {
      version,
      format,
      mirror,
      tarballUrl,
      tarballSha256: entry["tarball-sha256"],
      bundleUrl: entry["bundle-url"],
      bundleSha256: entry["bundle-sha256"],
      signer,
      signedAt: entry["signed-at"],
      logIndex: entry["log-index"],
      logUrl: undefined,
      releaseProven: entry["release-proven"],
    };
  } catch (cause) {
    if (cause instanceof PyverifyError && cause.code !== "lock-malformed") {
      throw malformed(name, cause.message, cause);
    }
    throw cause;
  }
}

/** Only the places are asked of it; whether this signer is accepted is decided where a lock is used. */
function anySigner(identity: CertificateIdentity): SignerChoice {
  return { identity, reach: "override", by: "a lockfile" };
}

function entryText(locked: LockedRelease): string {
  const { version, format, signer } = locked;
  const link = locked.logUrl === undefined ? "" : `# ${locked.logUrl}\n`;
  return `${otherSigner(locked)}${link}[[release]]
version = ${quoted(version.text)}
format = ${quoted(format)}
tarball-url = ${quoted(locked.tarballUrl)}
tarball-sha256 = ${quoted(locked.tarballSha256)}
bundle-url = ${quoted(locked.bundleUrl)}
bundle-sha256 = ${quoted(locked.bundleSha256)}
certificate-identity = ${quoted(signer.subject)}
certificate-oidc-issuer = ${quoted(signer.issuer)}
signed-at = ${quoted(locked.signedAt)}
log-index = ${locked.logIndex}
release-proven = ${locked.releaseProven}
`;
}

/** What a reviewer has to see first. */
function otherSigner({ version, signer }: LockedRelease): string {
  const { isSignerOverridden } = release(version, anySigner(signer));
  return isSignerOverridden
    ? "# NOT signed by a release manager of its series: fetch wants the signer on the command line too.\n"
    : "";
}

/** A JSON string is a TOML string as well. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function malformed(name: string, because: string, cause?: unknown): PyverifyError {
  return new PyverifyError("usage", "lock-malformed", `${name} is not a lockfile of pyverify`, {
    because,
    hint: "restore it, for example from version control, or make it anew with pyverify pin",
    cause,
  });
}
