import { describe, expect, it } from "vitest";

import { isWebPageType, startsLikeWebPage } from "../../../src/http/response/response-content.ts";
import { partOf, strongValidator } from "../../../src/http/response/response-headers.ts";
import { backoff, retryAfter } from "../../../src/http/backoff.ts";
import { parseMirrorUrl } from "../../../src/source/mirror-url.ts";
import { nearestFirst } from "../../../src/source/listing/nearest.ts";
import { parseServiceAddress } from "../../../src/http/settings/web-address.ts";
import {
  readProxySettings,
  withoutCredentials,
} from "../../../src/http/settings/proxy-settings.ts";
import { redactUrl, withoutPasswords } from "../../../src/base/redact-url.ts";
import { PyverifyError } from "../../../src/base/errors.ts";
import { parseVersion } from "../../../src/release/version.ts";

describe("proxy settings", () => {
  it.each([
    [{}, undefined, undefined],
    [{ HTTP_PROXY: "http://a:1" }, "http://a:1/", undefined],
    [{ HTTPS_PROXY: "http://a:1" }, undefined, "http://a:1/"],
    [{ ALL_PROXY: "http://a:1" }, "http://a:1/", "http://a:1/"],
    [{ ALL_PROXY: "http://a:1", HTTPS_PROXY: "http://b:2" }, "http://a:1/", "http://b:2/"],
    [{ ALL_PROXY: "http://a:1", https_proxy: "" }, "http://a:1/", undefined],
    [{ HTTP_PROXY: "http://upper:1", http_proxy: "http://lower:1" }, "http://lower:1/", undefined],
    [{ https_proxy: "proxy:3128" }, undefined, "http://proxy:3128/"],
    [{ all_proxy: "https://u:p@a" }, "https://u:p@a/", "https://u:p@a/"],
  ])("of %j are %s and %s", (environment, http, https) => {
    expect(readProxySettings(environment)).toMatchObject({ http, https });
  });

  it.each([
    ["", []],
    ["localhost,127.0.0.1", ["localhost", ".localhost", "127.0.0.1"]],
    [
      "example.org .example.net *.example.com",
      ["example.org", ".example.org", ".example.net", "*.example.com"],
    ],
    ["10.1.2.3/8", ["10.0.0.0-10.255.255.255"]],
    ["192.168.7.0/24", ["192.168.7.0-192.168.7.255"]],
    ["0.0.0.0/0", ["0.0.0.0-255.255.255.255"]],
    ["999.0.0.0/8,10.0.0.0/33", []],
    ["[::1],*", ["::1", "*"]],
  ])("bypass what NO_PROXY=%s says", (value, bypass) => {
    expect(readProxySettings({ NO_PROXY: value }).bypass).toEqual(bypass);
  });

  it.each(["socks5://a:1", "ftp://a", "http://", "http://u:p@:x", "http://u:50%@a", "u:%zz@a:1"])(
    "refuse %s, and show nothing of it",
    (value) => {
      expect(() => readProxySettings({ HTTPS_PROXY: value })).toThrow(
        expect.objectContaining({ message: "the address in HTTPS_PROXY cannot be used" }),
      );
    },
  );

  it("say how a % in a password is written", () => {
    expect(() => readProxySettings({ https_proxy: "http://user:50%@proxy:3128" })).toThrow(
      expect.objectContaining({
        message: "the address in https_proxy cannot be used",
        hint: expect.stringContaining("%25"),
      }),
    );
  });

  it("are shown without a password", () => {
    expect(withoutCredentials("http://user:secret@proxy:3128/")).toBe("http://proxy:3128");
  });
});

describe("the pause before a retry", () => {
  it("doubles, is varied, and has an end", () => {
    const pauses = [1, 2, 3, 4, 5, 6, 50].map((attempt) => backoff(attempt, 1000, () => 1));
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    expect(backoff(3, 1000, () => 0)).toBe(2000);
  });

  it.each([
    [undefined, undefined],
    ["0", 0],
    ["120", 120_000],
    ["Fri, 20 Nov 2026 12:00:30 GMT", 30_000],
    ["Fri, 20 Nov 2026 11:00:00 GMT", 0],
    ["soon", undefined],
    ["-1", undefined],
  ])("after Retry-After: %s is %s ms", (header, expected) => {
    expect(retryAfter(header, Date.parse("2026-11-20T12:00:00Z"))).toBe(expected);
  });
});

describe("an answer's headers", () => {
  const date = "Fri, 20 Nov 2026 12:00:00 GMT";

  it.each([
    [{ etag: '"abc"' }, '"abc"'],
    [{ etag: 'W/"abc"' }, undefined],
    [{ etag: "abc" }, undefined],
    [{ etag: 'W/"abc"', date, "last-modified": "Thu, 19 Nov 2026 12:00:00 GMT" }, undefined],
    [{ date, "last-modified": "Thu, 19 Nov 2026 12:00:00 GMT" }, "Thu, 19 Nov 2026 12:00:00 GMT"],
    [{ date, "last-modified": date }, undefined],
    [{ "last-modified": date }, undefined],
    [{ date, "last-modified": "yesterday" }, undefined],
    [{}, undefined],
  ])("%j identify a version of the file by %s", (headers, validator) => {
    expect(strongValidator(headers)).toBe(validator);
  });

  it.each([
    ["bytes 5-9/10", { start: 5, total: 10 }],
    ["bytes 5-9/*", { start: 5, total: undefined }],
    ["bytes */10", undefined],
    ["items 5-9/10", undefined],
    [undefined, undefined],
  ])("Content-Range: %s is %j", (header, part) => {
    expect(partOf(header)).toEqual(part);
  });

  it.each([
    ["text/html", true],
    ["TEXT/HTML; charset=utf-8", true],
    ["application/xhtml+xml", true],
    ["text/htmlx", false],
    ["application/x-xz", false],
    [undefined, false],
  ])("Content-Type: %s is a web page: %s", (type, is) => {
    expect(isWebPageType(type)).toBe(is);
  });

  it.each([
    ["<!DOCTYPE html>", true],
    ["\n\n <html lang=en>", true],
    ['<?xml version="1.0"?>', true],
    ['{"mediaType"', false],
    ["\u00FD7zXZ", false],
    ["", false],
  ])("a body that begins with %j is a web page: %s", (text, is) => {
    expect(startsLikeWebPage(Buffer.from(text, "latin1"))).toBe(is);
  });
});

describe("a mirror's address", () => {
  it.each([
    ["https://mirror.example/python", "https://mirror.example/python/"],
    ["https://mirror.example", "https://mirror.example/"],
    ["http://mirror.example/python/", "http://mirror.example/python/"],
    ["https://user:pass@mirror.example/", "https://user:pass@mirror.example/"],
  ])("%s is %s", (text, url) => {
    expect(parseMirrorUrl(text, "--mirror")).toBe(url);
  });

  it.each([
    "",
    "mirror.example",
    "ftp://mirror.example/",
    "https://m/?x",
    "https://m/#x",
    "https://u:100%@m/",
    "https://u%:p@m/",
    "https://u:%ff@m/",
    "https://m/100%/",
    "https://u:p/w@m/",
    "https://m/a b/",
    "https://m\n.example/",
    " https://m/",
  ])("is refused: %s", (text) => {
    expect(() => parseMirrorUrl(text, "--mirror")).toThrow(
      expect.objectContaining({
        kind: "usage",
        code: "invalid-value",
        message: "the address in --mirror cannot be used",
      }),
    );
  });

  it.each(["file:///", "file:///srv/python", "/srv/python", "./python", "../python/", "src"])(
    "is no folder of this machine, for which there is --from: %s",
    (text) => {
      expect(() => parseMirrorUrl(text, "--mirror")).toThrow(
        expect.objectContaining({
          message: "the mirror is a folder of this machine",
          hint: expect.stringContaining("--from DIR"),
        }),
      );
    },
  );

  it.each(["--tuf-mirror", "--rekor-url"])("of %s has no flag for folders to point to", (flag) => {
    expect(() => parseServiceAddress("file://host/srv", flag)).toThrow(
      expect.objectContaining({ hint: "give an address such as https://HOST/FOLDER" }),
    );
  });

  it("is shown without passwords and signatures", () => {
    expect(redactUrl("https://user:pass@m/p/?X-Amz-Signature=s#f")).toBe("https://m/p/");
    expect(redactUrl("no url")).toBe("an unreadable URL");
  });
});

describe("the nearest releases", () => {
  const there = ["3.13.0", "3.13.9", "3.14.0", "3.14.1", "3.14.2", "3.15.0"].map(parseVersion);
  it.each([
    ["3.14.5", ["3.14.2", "3.14.1", "3.14.0", "3.15.0", "3.13.9", "3.13.0"]],
    ["3.13.8", ["3.13.9", "3.13.0", "3.15.0", "3.14.2", "3.14.1", "3.14.0"]],
    ["3.99.0", ["3.15.0", "3.14.2", "3.14.1", "3.14.0", "3.13.9", "3.13.0"]],
  ])("to %s begin with its own series", (wanted, order) => {
    expect(nearestFirst(there, parseVersion(wanted)).map(({ text }) => text)).toEqual(order);
  });
});

it.each([
  ["https://user:pass@m/p is odd", "https://m/p is odd"],
  ['"http://token@m" and ftp://u:p@n/', '"http://m" and ftp://n/'],
  ["https://m/p@q", "https://m/p@q"],
  [
    "hugo@python.org (https://github.com/login/oauth)",
    "hugo@python.org (https://github.com/login/oauth)",
  ],
])("of a text, %j, this may be shown: %j", (text, shown) => {
  expect(withoutPasswords(text)).toBe(shown);
  const error = new PyverifyError("usage", "invalid-value", text, { because: text });
  expect(error).toMatchObject({ message: shown, because: shown });
});
