import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { parseVersion } from "../../../src/release/version.ts";
import { readArtifacts } from "../../../src/source/listing/listed-artifact.ts";
import { readListing, xmlRootOf } from "../../../src/source/listing/listing-page.ts";

/** Pages of real servers, and of templates, of a folder laid out as on python.org. */
const recorded = join(import.meta.dirname, "../../fixtures/listings");
const pages = globSync("*/*.{html,json,xml}", { cwd: recorded }).toSorted();
const documented = readFileSync(join(recorded, "../../../docs/downloads.md"), "utf8");

const url = "https://mirror.example/ftp/python/";
const folder = ["2.0", "3.14.0", "3.9.1", "README.html", "doc", "index-windows.json"];
/** What is none, as docs/downloads.md says, by what it begins with instead. */
const inXml = { "nginx/autoindex.xml": "list", "s3/list-bucket-result.xml": "ListBucketResult" };
/** The address that it shows files at is not the one that it shows folders at. */
const withoutFiles = "nexus/html-view.html";

function read(page: string): string {
  return readFileSync(join(recorded, page), "utf8");
}

function namesIn(text: string, at = url): string[] {
  return readListing(text, at).map(({ name }) => name);
}

/** Those that tell a bundle from a later one of another size: with a time and bytes that are exact. */
const exact: Record<string, string> = {
  "apache/fancy-indexing.html": "2025-10-07 14:20 3",
  "apache/html-table.html": "2025-10-07 14:20 3",
  "apache/xhtml.html": "2025-10-07 14:20 3",
  "caddy/browse-2.6.json": "2025-10-07T14:20:00Z 3",
  "nginx/autoindex.html": "07-Oct-2025 14:20 3",
  "nginx/autoindex.json": "Tue, 07 Oct 2025 14:20:00 GMT 3",
};

const tops = pages.filter((page) => !/\.release\.\w+$/.test(page));
const readable = tops.filter((page) => !Object.hasOwn(inXml, page) && page !== withoutFiles);

describe("a listing of a real server", () => {
  it("is there of all that docs/downloads.md names, and of nothing else", () => {
    const rows = [...documented.matchAll(/^\|.*\| `([\w./-]+\.(?:html|json|xml))` \|/gm)];
    expect(rows.map(([, page = ""]) => page).toSorted()).toEqual(tops);
  });

  it.each(readable)("%s is read: the folders and the files of a release", (page) => {
    expect(namesIn(read(page)).toSorted()).toEqual(folder);
    const release = read(page.replace(/(\.\w+)$/, ".release$1"));
    const listed = readArtifacts(readListing(release, `${url}3.14.0/`), parseVersion("3.14.0"));
    expect(
      listed.map(({ version, type, isThere, hasBundle }) => [
        version.text,
        type.format ?? type.kind,
        isThere && hasBundle,
      ]),
    ).toEqual([
      ["3.14.0", "tar.xz", true],
      ["3.14.0", "tgz", true],
      ["3.14.0", "windows-amd64", true],
      ["3.14.0rc3", "tar.xz", true],
    ]);
  });

  it.each(readable)("%s tells time and exact size of a bundle, or is not taken to", (page) => {
    const release = readListing(read(page.replace(/(\.\w+)$/, ".release$1")), `${url}3.14.0/`);
    const told = readArtifacts(release).map(({ bundleAs }) => bundleAs);
    expect(new Set(told)).toEqual(new Set([exact[page]]));
  });

  it.each(readable)("%s is no XML to refuse", (page) => {
    expect(xmlRootOf(read(page))).toBeUndefined();
  });

  it.each(Object.entries(inXml))("%s is known as XML", (page, root) => {
    expect(xmlRootOf(read(page))).toBe(root);
    expect(readListing(read(page), url)).toEqual([]);
  });

  it("of Nexus has the folders, but the files elsewhere", () => {
    expect(namesIn(read(withoutFiles)).toSorted()).toEqual(["2.0", "3.14.0", "3.9.1", "doc"]);
    const release = read(withoutFiles.replace(".html", ".release.html"));
    expect(namesIn(release, `${url}3.14.0/`)).toEqual(["amd64"]);
  });
});

it.each([
  '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><a href="3.14.0/">x</a></html>',
  '<?xml version="1.0"?><!DOCTYPE html><html><a href="3.14.0/">x</a></html>',
])("a web page that is XML is read: %s", (page) => {
  expect(xmlRootOf(page)).toBeUndefined();
  expect(namesIn(page)).toEqual(["3.14.0"]);
});
