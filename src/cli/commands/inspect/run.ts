import { basename } from "node:path";
import { readNamed } from "../../../files/bounded-read.ts";
import { PyverifyError } from "../../../base/errors.ts";
import {
  artifactName,
  type ArtifactType,
  readArtifactName,
} from "../../../release/artifact-types.ts";
import type { CertificateIdentity } from "../../../release/certificate-identity.ts";
import { findSignedSeries } from "../../../release/release-managers.ts";
import { type PythonVersion, seriesOf } from "../../../release/version.ts";
import { artifactOfBundle } from "../../../source/bundle-names.ts";
import { maxBundleBytes } from "../../../source/size-limits.ts";
import {
  type BundleDescription,
  type CertificateDescription,
  describeBundle,
  type LogEntryDescription,
} from "../../../verify/bundle/describe-bundle.ts";
import type { ArgumentsOf } from "../../definition.ts";
import type { Host } from "../../terminal/host.ts";
import type { definition } from "./definition.ts";
import { reportFailure } from "../../terminal/messages.ts";
import { line, Printable } from "../../terminal/printable.ts";

/** Shows what a bundle says of itself. Verifies nothing, and says so. */
export async function run(
  { operands: [{ value: bundle }], json }: ArgumentsOf<typeof definition>,
  host: Host,
): Promise<number> {
  const bytes = await readBundle(bundle, host.signal);
  let description: BundleDescription;
  try {
    description = describeBundle(bytes);
  } catch (failure) {
    const options = { json: json?.value === true, verbose: false, subject: bundle };
    return reportFailure(failure, host, options);
  }
  const named = readArtifactName(artifactOfBundle(basename(bundle)) ?? "");
  const text =
    json?.value === true
      ? Printable.json({ ...description, ...(named && { namedAfter: namedAsJson(named) }) })
      : inWords(bundle, description, named);
  await host.stdout.print(text);
  return 0;
}

/** What a bundle's name says that it is of; the bundle itself names no file. */
interface Named {
  readonly version: PythonVersion;
  readonly type: ArtifactType;
}

function namedAsJson({ version, type }: Named) {
  const signers = signersOf(version).map(({ subject, issuer }) => ({ identity: subject, issuer }));
  return { file: artifactName(version, type), version: version.text, artifact: type.kind, signers };
}

async function readBundle(path: string, signal: AbortSignal): Promise<Buffer> {
  const named = readArtifactName(basename(path));
  if (named !== undefined && named.type.kind !== "source") {
    throw noBundle(path, named.type.title);
  }
  if (/\.(?:tar\.xz|tgz)$/.test(path)) {
    throw noBundle(path, "tarball");
  }
  return readNamed(path, maxBundleBytes, "give the path of a .sigstore file", signal);
}

function noBundle(path: string, title: string): PyverifyError {
  const article = /^[aei]/.test(title) ? "an" : "a";
  return new PyverifyError(
    "usage",
    "invalid-value",
    `${path} is ${article} ${title} and no bundle`,
    {
      because: "the bundle is the file beside it with .sigstore at the end of its name",
      hint: `try pyverify inspect ${path}.sigstore`,
    },
  );
}

function inWords(path: string, bundle: BundleDescription, named: Named | undefined): Printable {
  const lines = [
    `${path}: what this bundle says of itself; nothing here has been verified`,
    "",
    ...(named === undefined ? [] : nameRows(named)),
    row("media type", bundle.mediaType),
    row("content", bundle.content),
    row("signs", bundle.digest === undefined ? "no digest" : `SHA-256 ${bundle.digest}`),
    ...certificateRows(bundle.certificate),
    ...bundle.transparencyLog.flatMap(logEntryRows),
    ...bundle.timestamps.map((time) => row("timestamp", `${time} (RFC 3161)`)),
    "",
    ...(bundle.remarks.length === 0
      ? ["  nothing is missing or odd"]
      : bundle.remarks.map((remark) => row("note", remark))),
  ];
  return Printable.lines(lines.map((text) => line`${text}`));
}

function nameRows({ version, type }: Named): string[] {
  return [
    row("named after", `${artifactName(version, type)}, ${type.title} of CPython ${version.text}`),
    ...signersOf(version).map(({ subject, issuer }) =>
      row("", `to be signed by ${subject} (${issuer})`),
    ),
  ];
}

/** Who has to have signed a file of that name; nobody is known for a newer series. */
function signersOf(version: PythonVersion): CertificateIdentity[] {
  const series = findSignedSeries(seriesOf(version));
  return (series?.releaseManagers ?? []).map(({ identity }) => identity);
}

function certificateRows(certificate: CertificateDescription | undefined): string[] {
  if (certificate === undefined) return [row("certificate", "none that can be read")];
  return [
    row("signer", certificate.subject ?? "not named"),
    row("issuer", certificate.issuer ?? "not named"),
    row("certificate", `serial ${certificate.serial}, ${certificate.key}`),
    row("", `valid from ${certificate.validFrom} to ${certificate.validTo}`),
  ];
}

function logEntryRows(entry: LogEntryDescription): string[] {
  return [
    row(
      "log entry",
      `${entry.logIndex} (${entry.kind})${entry.url === undefined ? "" : `, ${entry.url}`}`,
    ),
    row("", `taken in ${entry.integratedAt ?? "at a time that the log does not state"}`),
    row(
      "",
      entry.checkpointOrigin === undefined
        ? "no checkpoint"
        : `checkpoint of ${entry.checkpointOrigin}, tree of ${entry.treeSize ?? "?"} entries`,
    ),
  ];
}

function row(name: string, value: string): string {
  return `  ${name.padEnd(12)}  ${value}`;
}
