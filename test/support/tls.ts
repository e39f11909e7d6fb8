import { generateKeyPairSync, sign } from "node:crypto";
import { request as httpRequest } from "node:http";
import { createServer } from "node:https";

import { type LoopbackServer, listenOnLoopback } from "./loopback-server.ts";
import {
  type Authority,
  createRoot,
  distinguishedName,
  encodeExtension,
  extension,
  issueCertificate,
  randomSerialNumber,
  type Validity,
} from "./sigstore/certificate.ts";
import { contextualPrimitive, sequence } from "./sigstore/der.ts";
import type { Key } from "./sigstore/key.ts";

/** A certificate authority that nobody knows: a company's, for example. */
export interface PrivateAuthority {
  /** its certificate in PEM, what `--ca` takes the name of */
  readonly pem: string;
  /** Issues a server's certificate and key, in PEM. */
  issue(
    hosts: readonly string[],
    validity?: Validity,
  ): { readonly cert: string; readonly key: string };
}

const validity: Validity = {
  notBefore: new Date("2021-01-01T00:00:00Z"),
  notAfter: new Date("2046-01-01T00:00:00Z"),
};

/** Makes a certificate authority with a key of its own. */
export function createPrivateAuthority(name = "Example Company Root"): PrivateAuthority {
  const authority = createRoot(name, newKey().key, validity);
  return {
    pem: pem("CERTIFICATE", authority.certificate),
    issue: (hosts, lifetime = validity) => issueTo(hosts, lifetime, authority),
  };
}

/**
 * Puts TLS in front of an HTTP server: whatever is asked of it is asked of `origin`, and answered
 * with its answer.
 *
 * @param onRequest told each path when it is asked for
 */
export async function serveTls(
  origin: string,
  identity: { readonly cert: string; readonly key: string },
  onRequest?: (path: string) => void,
): Promise<LoopbackServer> {
  const server = createServer(identity, (request, response) => {
    onRequest?.(request.url ?? "/");
    const { hostname, port } = new URL(origin);
    const { method, url: path, headers } = request;
    const options = { hostname, port, method, path, headers, agent: false };
    const forwarded = httpRequest(options, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    forwarded.on("error", () => response.destroy());
    request.pipe(forwarded);
  });
  const listening = await listenOnLoopback(server);
  return { ...listening, origin: listening.origin.replace("http:", "https:") };
}

function issueTo(hosts: readonly string[], lifetime: Validity, issuer: Authority) {
  const { key, privateKey } = newKey();
  const certificate = issueCertificate(
    {
      serialNumber: randomSerialNumber(),
      subject: distinguishedName(hosts[0] ?? "nobody"),
      validity: lifetime,
      subjectKey: key,
      extensions: [
        extension.keyUsage("signatures"),
        extension.authorityKeyIdentifier(issuer.key),
        encodeExtension("2.5.29.17", sequence(...hosts.map(alternativeName))),
      ],
    },
    issuer,
  );
  return { cert: pem("CERTIFICATE", certificate), key: privateKey };
}

/** RFC 5280, section 4.2.1.6: dNSName is 2, iPAddress is 7. */
function alternativeName(host: string): Buffer {
  return /^[\d.]+$/.test(host)
    ? contextualPrimitive(7, Buffer.from(host.split(".").map(Number)))
    : contextualPrimitive(2, Buffer.from(host, "ascii"));
}

/** Like the Sigstore keys, with a private half that a TLS server can be given. */
function newKey(): { readonly key: Key; readonly privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key: Key = {
    type: "P-256",
    publicKey,
    spki: publicKey.export({ format: "der", type: "spki" }),
    sign: (message, hash) => sign(hash ?? "sha256", message, privateKey),
  };
  return { key, privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString() };
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
