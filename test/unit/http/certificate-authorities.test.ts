import { X509Certificate } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { certificateAuthorities } from "../../../src/http/settings/certificate-authorities.ts";
import { createPrivateAuthority } from "../../support/tls.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const one = createPrivateAuthority("One").pem;
const two = createPrivateAuthority("Two").pem;
const body = one.split("\n").slice(1, -2).join("");

let workspace: Workspace;
let file: string;
beforeEach(async () => {
  workspace = await createWorkspace();
  file = join(workspace.work, "ca.pem");
});
afterEach(() => workspace.remove());

async function read(
  content: string | Buffer,
  source = "SSL_CERT_FILE",
): Promise<(string | undefined)[]> {
  writeFileSync(file, content);
  const files = { instead: { path: file, source }, additional: [] };
  const certificates = await certificateAuthorities(files, new AbortController().signal);
  return (certificates ?? []).map((pem) => nameOf(pem));
}

describe("every certificate of a file is loaded", () => {
  it.each([
    ["as it is", one + two],
    ["with comments between", `# One\n${one}\n# Two\n\n${two}`],
    [
      "with a key beside it",
      `${one}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n${two}`,
    ],
    ["from Windows", (one + two).replaceAll("\n", "\r\n")],
    ["with a byte order mark", `\uFEFF${one}${two}`],
    ["that YAML indents", (one + two).replaceAll(/^/gm, "    ")],
    ["on one line", (one + two).replaceAll("\n", " ")],
    ["without a line break at the end", (one + two).trimEnd()],
    [
      "with trust settings of OpenSSL's",
      `${one}${two}`.replaceAll("CERTIFICATE", "X509 CERTIFICATE"),
    ],
  ])("%s", async (_, content) => {
    expect(await read(content)).toEqual(["CN=One", "CN=Two"]);
  });

  it("in place of Node's own, or besides them", async () => {
    expect(await read(one)).toHaveLength(1);
    const files = { instead: undefined, additional: [{ path: file, source: "--ca" }] };
    const both = await certificateAuthorities(files, new AbortController().signal);
    expect(both?.length).toBeGreaterThan(rootCertificates.length / 2);
    expect(nameOf(both?.at(-1) ?? "")).toBe("CN=One");
  });
});

describe("a file is refused, with the block that cannot be read:", () => {
  it.each([
    ["cut in the second", one + two.slice(0, 150), "certificate 2 of 2 is cut off"],
    ["cut in the first", one.slice(0, 150) + two, "certificate 1 of 2 is cut off"],
    ["a line lost", one + two.replace(/\n.{64}\n/, "\n"), "certificate 2 of 2 is damaged"],
    ["a letter changed", one.replace("MII", "MxI"), "certificate 1 of 1 is damaged"],
    ["with \\n spelled out", one.replaceAll("\n", String.raw`\n`), String.raw`has \n spelled out`],
    ["quoted", one.replaceAll(/^(.*)$/gm, '"$1"'), "certificate 1 of 1 is not base64"],
    ["without content", one.replace(/\n[^]*\n-----END/, "\n-----END"), "is not base64"],
    ["in DER", Buffer.from(body, "base64"), "certificate or key in DER"],
    ["empty", "", "it is empty"],
    ["a web page", "<!doctype html>", "it seems to be a web page"],
    ["another PEM", "-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----", "another PEM file"],
    ["text", "hello", "it holds no PEM certificate"],
  ])("%s", async (_, content, because) => {
    await expect(read(content, "NODE_EXTRA_CA_CERTS")).rejects.toMatchObject({
      kind: "filesystem",
      code: "not-readable",
      message: `cannot use the certificates in ${file}`,
      because: expect.stringContaining(because),
      hint: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
    });
  });

  it("a folder, or nothing at all", async () => {
    mkdirSync(join(workspace.work, "folder"));
    for (const [name, because] of [
      ["folder", "it is a folder and not a file"],
      ["missing", "it does not exist"],
    ] as const) {
      const files = {
        instead: undefined,
        additional: [{ path: join(workspace.work, name), source: "--ca" }],
      };
      await expect(
        certificateAuthorities(files, new AbortController().signal),
      ).rejects.toMatchObject({ code: "not-readable", because });
    }
  });
});

function nameOf(pem: string): string | undefined {
  return new X509Certificate(pem).subject.split("\n").at(-1);
}
