import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { parseTrustedRoot } from "../../../src/trust/trusted-root.ts";

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
    expect(parseTrustedRoot(Buffer.from(genuine), "file").origin).toBe("file");
  });

  it.each([
    ["not JSON", () => "{"],
    ["empty", () => ""],
    ["a list", () => "[]"],
    ["an empty object", () => "{}"],
    ["without logs", () => changed((root) => void (root["tlogs"] = []))],
    [
      "without certificate authorities",
      () => changed((root) => void delete root["certificateAuthorities"]),
    ],
    ["without certificate transparency logs", () => changed((root) => void delete root["ctlogs"])],
    [
      "with a log key that has no start",
      () => genuine.replace(/"start": ?"2021-01-12T11:53:27(\.000)?Z"/, ""),
    ],
    [
      "with a certificate that cannot be read",
      () => genuine.replace(/"rawBytes": ?"MII/, '"rawBytes": "AAA'),
    ],
  ])("%s is refused", (_, text) => {
    expect(text()).not.toBe(genuine);
    expect(() => parseTrustedRoot(Buffer.from(text()), "file")).toThrow(
      expect.objectContaining({ kind: "trusted-root", code: "trusted-root-malformed" }),
    );
  });
});

function changed(change: (root: Record<string, unknown>) => void): string {
  const root = JSON.parse(genuine) as Record<string, unknown>;
  change(root);
  return JSON.stringify(root);
}
