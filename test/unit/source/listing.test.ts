import { describe, expect, it } from "vitest";

import { readArtifacts } from "../../../src/source/listing/listed-artifact.ts";
import { readListing } from "../../../src/source/listing/listing-page.ts";
import { parseVersion } from "../../../src/release/version.ts";

const url = "https://mirror.example/ftp/python/";

/** How a listing may be written; how servers write them is in server-listings.test.ts. */
const forms = {
  "relative links": `<a href="3.14.0/">3.14.0/</a> <a href="3.9.1/">3.9.1/</a>
<a href="README.html">README.html</a>`,
  "links with a dot before them, in apostrophes and over several lines": `<a href="./3.14.0/">x</a><a
  class="entry" href="./3.9.1/">3.9.1</a><a href='./README.html'>README.html</a>`,
  "whole URLs": `<a href="https://mirror.example/ftp/python/3.14.0/">3.14.0</a>
<a href="https://mirror.example/ftp/python/3.9.1/">3.9.1</a><a href="https://mirror.example/ftp/python/README.html">README.html</a>`,
  "whole paths, without quotes": `<pre><a href="/ftp/python/3.14.0/">3.14.0/</a>
<A HREF=/ftp/python/3.9.1/>3.9.1/</A>
<a href="/ftp/python/README.html">README.html</a></pre>`,
  JSON: `[{ "name":"3.14.0", "type":"directory" }, { "name":"3.9.1/" }, { "name":"README.html" }]`,
};

describe("a listing", () => {
  it.each(Object.entries(forms))("of %s is read", (_, text) => {
    expect(readListing(text, url)).toEqual(["3.14.0", "3.9.1", "README.html"]);
  });

  it("counts only what lies directly below it", () => {
    const elsewhere = [
      "https://evil.example/ftp/python/3.14.0/",
      "/ftp/python/3.14.0/Python-3.14.0.tgz",
      "../3.14.0/",
      "javascript:3.14.0/",
      "http://[/",
      "/ftp/python/",
      "",
    ];
    const text = elsewhere.map((href) => `<a href="${href}">x</a>`).join("");
    expect(readListing(text, url)).toEqual([]);
  });

  it("decodes names, and leaves what cannot be decoded", () => {
    const text = '<a href="Python%2D3.14.0.tgz">x</a><a href="%ff">y</a><a href="a&amp;b">z</a>';
    expect(readListing(text, url)).toEqual(["Python-3.14.0.tgz", "%ff", "a&b"]);
  });

  it.each(["", "<a href=", "[", "[1, null, {}]", '{"name":"3.14.0"}', "<a ".repeat(50_000)])(
    "of a server that makes no sense is empty",
    (text) => {
      expect(readListing(text, url)).toEqual([]);
    },
  );
});

describe("a folder's artifacts", () => {
  it("are the final one and its pre-releases, with what lies beside each", () => {
    const names = new Set([
      "Python-3.12.0.tar.xz",
      "Python-3.12.0.tar.xz.sigstore",
      "Python-3.12.0.tgz",
      "Python-3.12.0a6.tgz",
      "Python-3.12.0a6.tgz.sig",
      "Python-3.12.0a6.tgz.crt",
      "Python-3.12.0rc1.tgz",
      "Python-3.12.0rc1.tgz.sigstore",
      "python-3.12.0-amd64.exe",
      "Python-3.12.tgz",
      "Python-3.12.0.tar.bz2",
    ]);
    expect(
      readArtifacts(names).map(({ version, type, hasBundle, hasDetachedSignature }) => [
        version.text,
        type.format ?? type.kind,
        hasBundle,
        hasDetachedSignature,
      ]),
    ).toEqual([
      ["3.12.0", "tar.xz", true, false],
      ["3.12.0", "tgz", false, false],
      ["3.12.0", "windows-amd64", false, false],
      ["3.12.0rc1", "tgz", true, false],
      ["3.12.0a6", "tgz", false, true],
    ]);
  });

  it.each([".sigstore", ".sigstore.json"])(
    "are known by a %s alone, and said not to be there",
    (suffix) => {
      expect(readArtifacts([`Python-3.14.0.tgz${suffix}`])).toMatchObject([
        { type: { format: "tgz" }, isThere: false, hasBundle: true },
      ]);
    },
  );

  it("are not those of another folder, which lie there by mistake", () => {
    const names = ["Python-3.13.0.tgz", "Python-3.14.0b1.tgz"];
    const listed = readArtifacts(names, parseVersion("3.14.0"));
    expect(listed.map(({ version }) => version.text)).toEqual(["3.14.0b1"]);
  });
});
