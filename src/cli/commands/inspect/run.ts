import { readNamed } from "../../../files/bounded-read.ts";
import { PyverifyError } from "../../../base/errors.ts";
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
  const text = json?.value === true ? Printable.json(description) : inWords(bundle, description);
  await host.stdout.print(text);
  return 0;
}

async function readBundle(path: string, signal: AbortSignal): Promise<Buffer> {
  if (/\.(?:tar\.xz|tgz)$/.test(path)) {
    throw new PyverifyError("usage", "invalid-value", `${path} is a tarball and no bundle`, {
      because: "the bundle is the file beside it with .sigstore at the end of its name",
      hint: `try pyverify inspect ${path}.sigstore`,
    });
  }
  return readNamed(path, maxBundleBytes, "give the path of a .sigstore file", signal);
}

function inWords(path: string, bundle: BundleDescription): Printable {
  const lines = [
    `${path}: what this bundle says of itself; nothing here has been verified`,
    "",
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
