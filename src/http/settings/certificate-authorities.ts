import { X509Certificate } from "node:crypto";
import * as tls from "node:tls";

import { PyverifyError } from "../../base/errors.ts";
import { readNamed } from "../../files/bounded-read.ts";
import { whatItSeems } from "../../files/document-kind.ts";
import type { CertificateAuthorityFile, CertificateAuthorityFiles } from "./network-settings.ts";

/** Debian's bundle of every authority that browsers trust has 220 kB. */
const maxBytes = 16 * 1024 * 1024;

/**
 * The certificate authorities for TLS connections, as PEM texts; undefined means Node's own.
 *
 * Nothing that pyverify verifies rests on them: they keep a download from being watched or
 * disturbed, and Sigstore decides whether it is genuine.
 *
 * @throws {PyverifyError} filesystem/not-readable if a file is missing, or if any certificate in it
 *   cannot be read; the signal's reason
 */
export async function certificateAuthorities(
  { instead, additional }: CertificateAuthorityFiles,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  if (instead === undefined && additional.length === 0) return undefined;
  const files = instead === undefined ? additional : [instead, ...additional];
  const read = await Promise.all(files.map((file) => readCertificates(file, signal)));
  return [...(instead === undefined ? builtIn() : []), ...read.flat()];
}

/** Node before 22.15 can name the ones that it came with, and no others. */
function builtIn(): readonly string[] {
  const own = tls.rootCertificates;
  return "getCACertificates" in tls ? tls.getCACertificates("default") : own;
}

async function readCertificates(
  { path, source }: CertificateAuthorityFile,
  signal: AbortSignal,
): Promise<string[]> {
  const hint = `${source} has to name a PEM file with one or more CERTIFICATE blocks`;
  const bytes = await readNamed(path, maxBytes, hint, signal);
  const fail = (because: string, cause?: unknown): PyverifyError =>
    new PyverifyError("filesystem", "not-readable", `cannot use the certificates in ${path}`, {
      because,
      hint,
      cause,
    });
  // All that a block consists of is ASCII.
  const blocks = blocksOf(bytes.toString("latin1"));
  if (blocks.length === 0) {
    const seems = whatItSeems(bytes);
    throw fail(`it ${seems === undefined ? "" : `${seems}, and `}holds no PEM certificate`);
  }
  return blocks.map((block, index) => {
    const which = `certificate ${index + 1} of ${blocks.length}`;
    const base64 = /^([^]*?)-----END (?:TRUSTED |X509 )?CERTIFICATE-----/.exec(block)?.[1];
    if (base64 === undefined) throw fail(`${which} is cut off: it has no END line`);
    // Indentation, or a line break that became a space, leaves the certificate what it is.
    const encoded = base64.replaceAll(/\s+/g, "");
    if (encoded.includes(String.raw`\n`)) {
      throw fail(String.raw`${which} has \n spelled out in the place of line breaks`);
    }
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw fail(`${which} is not base64`);
    try {
      return new X509Certificate(Buffer.from(encoded, "base64")).toString();
    } catch (cause) {
      throw fail(`${which} is damaged`, cause);
    }
  });
}

/** What follows each line that begins a certificate, up to the next such line or the end. */
function blocksOf(text: string): string[] {
  return text.split(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/).slice(1);
}
