import { readFileSync } from "node:fs";
import * as tls from "node:tls";

import { PyverifyError } from "../base/errors.ts";
import type { CertificateAuthorityFiles } from "./network-settings.ts";
import { messageOf } from "../base/error-message.ts";

/**
 * The certificate authorities for TLS connections, as PEM texts; undefined means Node's own, to
 * which Node itself adds those of `NODE_EXTRA_CA_CERTS`.
 *
 * Nothing that pyverify verifies rests on them: they keep a download from being watched or
 * disturbed, and Sigstore decides whether it is genuine.
 *
 * @throws {PyverifyError} filesystem/not-readable if a file is missing or holds no certificate
 */
export function certificateAuthorities(files: CertificateAuthorityFiles): string[] | undefined {
  const { instead, additional } = files;
  if (instead === undefined && additional === undefined) return undefined;
  return [
    ...(instead === undefined
      ? nodesOwn("default")
      : [readCertificates(instead, "SSL_CERT_FILE"), ...nodesOwn("extra")]),
    ...(additional === undefined ? [] : [readCertificates(additional, "--ca")]),
  ];
}

/** Node before 22.15 can name the ones that it came with, and no others. */
function nodesOwn(kind: "default" | "extra"): readonly string[] {
  const builtIn = kind === "default" ? tls.rootCertificates : [];
  return "getCACertificates" in tls ? tls.getCACertificates(kind) : builtIn;
}

function readCertificates(path: string, source: string): string {
  const fail = (because: string, cause?: unknown): PyverifyError =>
    new PyverifyError("filesystem", "not-readable", `cannot use the certificates in ${path}`, {
      because,
      hint: `${source} has to name a PEM file with one or more CERTIFICATE blocks`,
      cause,
    });
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw fail(messageOf(error), error);
  }
  if (!text.includes("-----BEGIN CERTIFICATE-----")) throw fail("it holds no PEM certificate");
  try {
    tls.createSecureContext({ ca: text });
  } catch (error) {
    throw fail("a certificate in it is malformed", error);
  }
  return text;
}
