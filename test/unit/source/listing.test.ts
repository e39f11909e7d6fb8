import { describe, expect, it } from "vitest";

import { readArtifacts } from "../../../src/source/listing/listed-artifact.ts";
import {
  type ListedEntry,
  nameAlone,
  readListing,
} from "../../../src/source/listing/listing-page.ts";
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

function namesIn(text: string): string[] {
  return readListing(text, url).map(({ name }) => name);
}

/** How servers tell when a file was changed, and how large it is. */
const facts = {
  nginx: [
    `<a href="Python-3.14.0.tgz">Python-3.14.0.tgz</a>     07-Oct-2025 14:20            30899449\n`,
    { modified: "07-Oct-2025 14:20", size: 30_899_449 },
  ],
  "nginx, rounding": [
    `<a href="Python-3.14.0.tgz">Python-3.14.0.tgz</a>     07-Oct-2025 14:20     29M\n`,
    { modified: "07-Oct-2025 14:20", size: undefined },
  ],
  "nginx, in JSON": [
    `[{"name":"Python-3.14.0.tgz","type":"file","mtime":"Tue, 07 Oct 2025 14:20:05 GMT","size":30899449}]`,
    { modified: "Tue, 07 Oct 2025 14:20:05 GMT", size: 30_899_449 },
  ],
  "Caddy, in JSON": [
    `[{"name":"Python-3.14.0.tgz","size":30899449,"mod_time":"2025-10-07T14:20:05Z","is_dir":false}]`,
    { modified: "2025-10-07T14:20:05Z", size: 30_899_449 },
  ],
  "Apache, as a table": [
    `<td><a href="Python-3.14.0.tgz">Python-3.14.0.tgz</a></td><td align="right">2025-10-07 14:20  </td><td align="right"> 29M</td><td>&nbsp;</td>`,
    { modified: "2025-10-07 14:20", size: undefined },
  ],
  "Apache, with icons that are links": [
    `<a href="Python-3.14.0.tgz"><img src="a.gif"></a> <a href="Python-3.14.0.tgz">Python-3.14.0.tgz</a>  2025-10-07 14:20  512   `,
    { modified: "2025-10-07 14:20", size: 512 },
  ],
  lighttpd: [
    `<td class="n"><a href="Python-3.14.0.tgz">Python-3.14.0.tgz</a></td><td class="m">2025-Oct-07 14:20:05</td><td class="s">29.4M</td><td class="t">application/x-tgz</td>`,
    { modified: "2025-Oct-07 14:20:05", size: undefined },
  ],
  "a server that writes KiB": [
    `<a href="Python-3.14.0.tgz">Python-3.14.0.tgz</a> 2025-10-07 14:20 29 MiB`,
    { modified: "2025-10-07 14:20", size: undefined },
  ],
  "a server that lists names alone": [
    `<li><a href="Python-3.14.0.tgz">Python-3.14.0.tgz</a></li><li>2025-10-07 30899449</li>`,
    { modified: undefined, size: undefined },
  ],
  "a server that tells them before the link": [
    `-rw-r--r-- 5 2025-10-07 14:20 <a href="Python-3.14.0.tgz">x</a>\n-rw-r--r-- 6 2025-10-07 14:21 6 `,
    { modified: undefined, size: undefined },
  ],
  "IIS, in ISO's form": [
    `2025-10-07 14:20 5 <A HREF="Python-3.14.0.tgz">x</A><br> 2025-10-07 14:21 6 `,
    { modified: undefined, size: undefined },
  ],
  "no sense": [
    `[{"name":"Python-3.14.0.tgz","size":-1,"mtime":{}}]`,
    { modified: undefined, size: undefined },
  ],
} as const;

describe("a listing", () => {
  it.each(Object.entries(facts))(
    "by %s tells time and exact size, or neither",
    (_, [text, expected]) => {
      expect(readListing(text, url)).toEqual([{ name: "Python-3.14.0.tgz", ...expected }]);
    },
  );

  it("takes nothing of the next file for this one's", () => {
    const text = `<a href="a">a</a>\n<a href="b">b</a>  07-Oct-2025 14:20  5`;
    expect(readListing(text, url)).toEqual([
      nameAlone("a"),
      { name: "b", modified: "07-Oct-2025 14:20", size: 5 },
    ]);
  });

  it.each(Object.entries(forms))("of %s is read", (_, text) => {
    expect(namesIn(text)).toEqual(["3.14.0", "3.9.1", "README.html"]);
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
    expect(namesIn(text)).toEqual(["Python-3.14.0.tgz", "%ff", "a&b"]);
  });

  it.each(["", "<a href=", "[", "[1, null, {}]", '{"name":"3.14.0"}', "<a ".repeat(50_000)])(
    "of a server that makes no sense is empty",
    (text) => {
      expect(readListing(text, url)).toEqual([]);
    },
  );
});

function told(...entries: readonly ListedEntry[]) {
  return readArtifacts(entries).map(({ size, bundleAs }) => ({ size, bundleAs }));
}

describe("a folder's artifacts", () => {
  it("are the final one and its pre-releases, with what lies beside each", () => {
    const names = [
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
    ].map(nameAlone);
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
      expect(readArtifacts([nameAlone(`Python-3.14.0.tgz${suffix}`)])).toMatchObject([
        { type: { format: "tgz" }, isThere: false, hasBundle: true },
      ]);
    },
  );

  it("have a size where it is exact, and a bundle that can be told from another", () => {
    const bundle = {
      name: "Python-3.14.0.tgz.sigstore",
      modified: "07-Oct-2025 14:20",
      size: 5400,
    };
    const file = { name: "Python-3.14.0.tgz", modified: undefined, size: 7 };
    expect(told(file, bundle)).toEqual([{ size: 7, bundleAs: "07-Oct-2025 14:20 5400" }]);
    expect(told({ ...bundle, size: undefined })).toEqual([
      { size: undefined, bundleAs: undefined },
    ]);
    expect(told({ ...bundle, modified: undefined })).toMatchObject([{ bundleAs: undefined }]);
    expect(told(bundle, { ...bundle, name: `${bundle.name}.json` })).toMatchObject([
      { bundleAs: undefined },
    ]);
  });

  it("are not those of another folder, which lie there by mistake", () => {
    const names = ["Python-3.13.0.tgz", "Python-3.14.0b1.tgz"];
    const listed = readArtifacts(names.map(nameAlone), parseVersion("3.14.0"));
    expect(listed.map(({ version }) => version.text)).toEqual(["3.14.0b1"]);
  });
});
