import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileTrustedRoot } from "../../../src/trust/file.ts";
import { trustedRoot } from "../../../src/trust/trust.ts";
import { parseTrustedRoot } from "../../../src/trust/trusted-root.ts";
import type { TrustedRootJson } from "../../support/sigstore/trusted-root.ts";

const require = createRequire(import.meta.url);
const seeds = require("@sigstore/tuf/seeds.json") as Record<
  string,
  { targets: Record<string, string> }
>;
const genuine = Buffer.from(
  seeds["https://tuf-repo-cdn.sigstore.dev"]?.targets["trusted_root.json"] ?? "",
  "base64",
).toString("utf8");

describe("a trusted root", () => {
  it("is accepted as Sigstore publishes it", () => {
    const root = parseTrustedRoot(Buffer.from(genuine), "file");
    expect(root.origin).toBe("file");
    const { tlogs, ctlogs, certificateAuthorities } = JSON.parse(genuine) as TrustedRootJson;
    expect(root.material.tlogs).toHaveLength(tlogs.length);
    expect(root.material.ctlogs).toHaveLength(ctlogs.length);
    expect(root.material.certificateAuthorities).toHaveLength(certificateAuthorities.length);
  });

  it.each([
    ["not JSON", () => "{", "it is not JSON: it is cut short or damaged"],
    ["empty", () => "", "not JSON"],
    ["a list", () => "[]", "no tlogs"],
    ["an empty object", () => "{}", "no tlogs"],
    ["no object at all", () => "null", ""],
    [
      "with an authority that has no certificates",
      () =>
        changed(
          ({ certificateAuthorities: [ca] }) =>
            void Object.assign(ca ?? {}, { certChain: undefined }),
        ),
      "the authority https://fulcio.sigstore.dev has no certChain",
    ],
    ...([0, 1] as const).map((index): [string, () => string, string] => [
      `with one bit changed in the signature of certificate ${index} of an authority`,
      () =>
        changed(({ certificateAuthorities: [, ca] }) => {
          const certificate = ca?.certChain.certificates[index];
          if (certificate === undefined) return;
          const der = Buffer.from(certificate.rawBytes, "base64");
          der[der.length - 8] = (der.at(-8) ?? 0) ^ 1;
          certificate.rawBytes = der.toString("base64");
        }),
      "the certificates of https://fulcio.sigstore.dev are not a chain",
    ]),
    [
      "with a certificate that is cut",
      () =>
        changed(({ certificateAuthorities: [authority] }) => {
          const [certificate] = authority?.certChain.certificates ?? [];
          if (certificate !== undefined) certificate.rawBytes = certificate.rawBytes.slice(0, 40);
        }),
      "a key or certificate in it cannot be read",
    ],
    ["without logs", () => changed((root) => void (root.tlogs = [])), "no tlogs"],
    [
      "without certificate authorities",
      () => changed((root) => void (root.certificateAuthorities = [])),
      "no certificateAuthorities",
    ],
    [
      "without certificate transparency logs",
      () => changed((root) => void (root.ctlogs = [])),
      "no ctlogs",
    ],
    [
      "with a log whose key has no start",
      () => changed(({ tlogs }) => void delete tlogs[0]?.publicKey.validFor.start),
      "the key of https://rekor.sigstore.dev has no validFor.start",
    ],
    [
      "with a log whose key has no validity at all",
      () =>
        changed(
          ({ tlogs }) => void Object.assign(tlogs[0]?.publicKey ?? {}, { validFor: undefined }),
        ),
      "the key of https://rekor.sigstore.dev has no validFor.start",
    ],
    [
      "with a log that has no key",
      () => changed(({ tlogs }) => void Object.assign(tlogs[0] ?? {}, { publicKey: undefined })),
      "the key of https://rekor.sigstore.dev has no validFor.start",
    ],
    [
      "with a certificate transparency log whose key has no start",
      () => changed(({ ctlogs }) => void delete ctlogs[0]?.publicKey.validFor.start),
      "the key of https://ctfe.sigstore.dev/test has no validFor.start",
    ],
    [
      "with a certificate authority that has no start",
      () =>
        changed(
          ({ certificateAuthorities: [ca] }) => void Object.assign(ca ?? {}, { validFor: {} }),
        ),
      "the authority https://fulcio.sigstore.dev has no validFor.start",
    ],
    [
      "with a certificate authority that has no validity at all",
      () =>
        changed(
          ({ certificateAuthorities: [ca] }) =>
            void Object.assign(ca ?? {}, { validFor: undefined }),
        ),
      "the authority https://fulcio.sigstore.dev has no validFor.start",
    ],
    [
      "with a timestamp authority that has no start",
      () => changed(({ timestampAuthorities: [tsa] }) => void delete tsa?.validFor.start),
      "the authority https://timestamp.sigstore.dev/api/v1/timestamp has no validFor.start",
    ],
    [
      "with a certificate that cannot be read",
      () => genuine.replace(/"rawBytes": ?"MII/, '"rawBytes": "AAA'),
      "",
    ],
  ])("%s is refused", (_, text, reason) => {
    expect(text()).not.toBe(genuine);
    expect(() => parseTrustedRoot(Buffer.from(text()), "file")).toThrow(
      expect.objectContaining({
        kind: "trusted-root",
        code: "trusted-root-malformed",
        because: expect.stringContaining(reason),
        hint: expect.stringContaining("leave --trusted-root out"),
        cause: expect.any(Error),
      }),
    );
  });
});

describe("a trusted root that cannot be used", () => {
  it("keeps what the library said of it, for --verbose", () => {
    const text = genuine.replace(/"rawBytes": ?"MII/, '"rawBytes": "AAA');
    expect(() => parseTrustedRoot(Buffer.from(text), "file")).toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({ cause: expect.any(Error) }),
      }),
    );
  });

  it.each([
    ["embedded", {}, "the trusted root that is built in cannot be used"],
    ["tuf", {}, "the trusted root of the TUF repository cannot be used"],
    ["file", { name: "/etc/root.json" }, "/etc/root.json cannot be used as a trusted root"],
  ] as const)("says that it came from %s", (origin, more, message) => {
    expect(() => parseTrustedRoot(Buffer.from("{}"), origin, more)).toThrow(
      expect.objectContaining({ message, because: "it has no tlogs" }),
    );
  });
});

describe("a source of the trusted root", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pyverify-test-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const context = { observe: () => {}, signal: new AbortController().signal };

  it("is what is built in, or a file, or TUF", async () => {
    expect((await trustedRoot({ type: "embedded" }, context)).origin).toBe("embedded");
    const path = join(folder, "root.json");
    writeFileSync(path, genuine);
    const root = await trustedRoot({ type: "file", path }, context);
    expect(root.origin).toBe("file");
    expect(root.sha256).toBe(createHash("sha256").update(genuine).digest("hex"));
    const http = { get: () => Promise.reject(new Error("asked")), head: () => Promise.reject() };
    const mirror = "https://tuf-repo-cdn.sigstore.dev";
    await expect(trustedRoot({ type: "tuf", http, mirror }, context)).rejects.toMatchObject({
      kind: "trusted-root",
      because: "asked",
    });
  });

  it("is refused when its file cannot be read", async () => {
    const path = join(folder, "nowhere.json");
    await expect(fileTrustedRoot(path, context.signal)).rejects.toThrow(
      expect.objectContaining({
        kind: "trusted-root",
        code: "trusted-root-unreadable",
        message: `cannot read ${path}`,
        because: "it does not exist",
        hint: expect.stringContaining("give --trusted-root a file"),
        cause: expect.any(Error),
      }),
    );
    await expect(fileTrustedRoot(folder, context.signal)).rejects.toThrow(
      expect.objectContaining({ because: "it is a folder and not a file" }),
    );
  });
});

function changed(change: (root: TrustedRootJson) => void): string {
  const root = JSON.parse(genuine) as TrustedRootJson;
  change(root);
  return JSON.stringify(root);
}
