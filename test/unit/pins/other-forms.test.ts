import { describe, expect, it } from "vitest";
import { base64, nixBase32, pinsOf, sha256 } from "./written.ts";

const a = sha256("a");
const b = sha256("b");
const c = sha256("c");
const url = "https://www.python.org/ftp/python/3.14.0";

/** Forms that nobody wrote a reader for: what stands together is read together. */
const samples: Record<string, { readonly text: string; readonly pins: readonly string[] }> = {
  "CMake's ExternalProject": {
    text: `set(PYTHON_VERSION 3.14.0)
ExternalProject_Add(python
  URL https://www.python.org/ftp/python/\${PYTHON_VERSION}/Python-\${PYTHON_VERSION}.tgz
  URL_HASH SHA256=${a}
)`,
    pins: ["4: Python-3.14.0.tgz"],
  },
  "Ansible's get_url": {
    text: `- name: python
  get_url:
    url: ${url}/Python-3.14.0.tar.xz
    checksum: "sha256:${a}"
- name: node
  get_url:
    checksum: "sha256:${b}"
    url: https://nodejs.org/dist/v24.1.0/node-v24.1.0-linux-x64.tar.xz
`,
    pins: ["4: Python-3.14.0.tar.xz"],
  },
  "a list that begins with the digest": {
    text: `- sha256: ${a}
  url: ${url}/Python-3.14.0.tar.xz
- sha256: ${b}
  url: ${url}/Python-3.14.0.tgz
`,
    pins: ["1: Python-3.14.0.tar.xz", "3: Python-3.14.0.tgz"],
  },
  "Conan's conandata.yml": {
    text: `sources:
  "3.14.0":
    url: "${url}/Python-3.14.0.tgz"
    sha256: "${a}"
  "3.13.5":
    sha256: "${b}"
    url: "https://www.python.org/ftp/python/3.13.5/Python-3.13.5.tgz"
`,
    pins: ["4: Python-3.14.0.tgz", "6: Python-3.13.5.tgz"],
  },
  "Yocto's recipe": {
    text: `PV = "3.14.0"
SRC_URI = "http://www.python.org/ftp/python/\${PV}/Python-\${PV}.tar.xz \\
           file://0001-a.patch \\
           "
SRC_URI[sha256sum] = "${a}"
`,
    pins: ["5: Python-3.14.0.tar.xz"],
  },
  "Buildroot's hash file": {
    text: `# From https://www.python.org/downloads/release/python-3140/
sha256  ${a}  Python-3.14.0.tar.xz
# Locally computed
sha256  ${b}  LICENSE
`,
    pins: ["2: Python-3.14.0.tar.xz"],
  },
  "OpenWrt's Makefile": {
    text: `PKG_NAME:=python3
PYTHON_VERSION:=3.14
PYTHON3_VERSION_MICRO:=0
PKG_VERSION:=$(PYTHON_VERSION).$(PYTHON3_VERSION_MICRO)
PKG_SOURCE:=Python-$(PKG_VERSION).tar.xz
PKG_SOURCE_URL:=https://www.python.org/ftp/python/$(PKG_VERSION)
PKG_HASH:=${a}
`,
    pins: ["7: Python-3.14.0.tar.xz"],
  },
  "Guix's origin": {
    text: `(origin
  (method url-fetch)
  (uri (string-append "https://www.python.org/ftp/python/" version "/Python-" version ".tar.xz"))
  (sha256
   (base32
    "${nixBase32("a")}")))
`,
    pins: ["6: ?"],
  },
  "FreeBSD's distinfo": {
    text: `TIMESTAMP = 1760000000
SHA256 (python/Python-3.14.0.tar.xz) = ${a}
SIZE (python/Python-3.14.0.tar.xz) = 23575200
`,
    pins: ["2: Python-3.14.0.tar.xz"],
  },
  "Void's template": {
    text: `pkgname=python3
version=3.14.0
distfiles="https://www.python.org/ftp/python/\${version%rc*}/Python-\${version}.tar.xz"
checksum=${a}
`,
    pins: ["4: Python-3.14.0.tar.xz"],
  },
  "MacPorts' Portfile": {
    text: `name                python314
version             3.14.0
master_sites        https://www.python.org/ftp/python/\${version}/
distname            Python-\${version}
use_xz              yes
checksums           rmd160  0123456789012345678901234567890123456789 \\
                    sha256  ${a} \\
                    size    23575200
`,
    pins: ["7: any of 3.14.0 perhaps"],
  },
  "winget's manifest": {
    text: `PackageIdentifier: Python.Python.3.14
PackageVersion: 3.14.0
Installers:
- Architecture: x64
  InstallerUrl: ${url}/python-3.14.0-amd64.exe
  InstallerSha256: ${a.toUpperCase()}
- Architecture: arm64
  InstallerUrl: ${url}/python-3.14.0-arm64.exe
  InstallerSha256: ${b.toUpperCase()}
`,
    pins: ["6: python-3.14.0-amd64.exe", "9: python-3.14.0-arm64.exe"],
  },
  "Chocolatey's script": {
    text: `$packageArgs = @{
  url            = '${url}/python-3.14.0.exe'
  url64bit       = '${url}/python-3.14.0-amd64.exe'
  checksum       = '${a}'
  checksumType   = 'sha256'
}
`,
    pins: ["4: python-3.14.0.exe or python-3.14.0-amd64.exe"],
  },
  "JSON that escapes slashes": {
    text: `{"url":"https:\\/\\/www.python.org\\/ftp\\/python\\/3.14.0\\/Python-3.14.0.tgz","sha256":"${a}"}`,
    pins: ["1: Python-3.14.0.tgz"],
  },
  "JSON on one line, digest first": {
    text: `[{"sha256":"${a}","url":"${url}/Python-3.14.0.tgz"},{"sha256":"${b}","url":"${url}/Python-3.14.0.tar.xz"},{"sha256":"${c}","url":"https://example.org/other-1.0.zip"}]`,
    pins: ["1: Python-3.14.0.tgz", "1: Python-3.14.0.tar.xz"],
  },
  "python.org's own index for Windows": {
    text: JSON.stringify({
      versions: [
        { id: "a", hash: { sha256: a }, url: `${url}/python-3.14.0-amd64.zip` },
        { id: "b", hash: { sha256: b }, url: `${url}/python-3.14.0-test-arm64.zip` },
      ],
    }),
    pins: ["1: python-3.14.0-amd64.zip", "1: python-3.14.0-test-arm64.zip"],
  },
  "a table in Markdown": {
    text: `| file | SHA-256 |
| --- | --- |
| [Python-3.14.0.tgz](${url}/Python-3.14.0.tgz) | \`${a}\` |
| [Python-3.14.0.tar.xz](${url}/Python-3.14.0.tar.xz) | \`${b}\` |
`,
    pins: ["3: Python-3.14.0.tgz", "4: Python-3.14.0.tar.xz"],
  },
  "a shell's table of versions": {
    text: `declare -A sha256=(
  [3.14.0]=${a}
  [3.13.5]="${b}"
)
curl -O "https://www.python.org/ftp/python/$version/Python-$version.tgz"
echo "\${sha256[$version]}  Python-$version.tgz" | sha256sum -c
`,
    pins: ["2: Python-3.14.0.tgz perhaps", "3: Python-3.13.5.tgz perhaps"],
  },
  "versions by case": {
    text: `case "$python_version" in
  3.14.0) sha256=${a} ;;
  3.13.5) sha256=${b} ;;
esac
wget "https://www.python.org/ftp/python/$python_version/Python-$python_version.tar.xz"
`,
    pins: ["2: Python-3.14.0.tar.xz", "3: Python-3.13.5.tar.xz"],
  },
  "an environment of names": {
    text: `PYTHON_VERSION=3.14.0
PYTHON_SHA256=${a}
NODE_VERSION=24.1.0
NODE_SHA256=${b}
`,
    pins: ["2: any of 3.14.0"],
  },
  "names for several series": {
    text: `PYTHON39_VERSION = "3.9.18"
PYTHON39_SHA = "${a}"
PYTHON310_VERSION = "3.10.13"
PYTHON310_SHA = "${b}"
`,
    pins: ["2: any of 3.9.18", "4: any of 3.10.13"],
  },
  "names of builds that are not python.org's": {
    text: `export PYTHON_SOURCE="https://github.com/astral-sh/python-build-standalone/releases/download"
export PYTHON_VERSION_SHORT="3.14"
export PYTHON_VERSION="$PYTHON_VERSION_SHORT.0"
export PYTHON_ARCHIVE_CHECKSUM_AMD64="${a}"
`,
    pins: ["4: any of 3.14.0 perhaps"],
  },
  "a local name for what was downloaded": {
    text: `curl -Lo python-3.14.0.tar.gz "$MIRROR"
echo "${a}  python-3.14.0.tar.gz" | sha256sum -c
`,
    pins: ["2: any of 3.14.0"],
  },
  prose: {
    text: `The source is ${url}/Python-3.14.0.tar.xz, and is verified.
It is unpacked as a tree.

For CPython 3.14.0 as python.org publishes it, the tree has \`${a}\`.

Built from ${url}/Python-3.14.0.tgz as a tree.
`,
    pins: ["4: any of 3.14.0 perhaps"],
  },
  "a map from versions to digests": {
    text: `python_sources = {\n  "3.14.0": "${a}",\n  "3.13.5": "${b}",\n}\n`,
    pins: ["2: any of 3.14.0", "3: any of 3.13.5"],
  },
  "SRI beside a digest that is mangled": {
    text: `url = "${url}/Python-3.14.0.tgz"
hash = "sha256-${base64("a")}"
also = "${url}/Python-3.14.0.tar.xz"
sha256 = "${a.slice(1)}"
`,
    pins: ["2: Python-3.14.0.tgz", "4: Python-3.14.0.tar.xz"],
  },
};

describe("a form that is not known", () => {
  it.each(Object.entries(samples))("%s", (_, { text, pins }) => {
    expect(pinsOf(text)).toEqual(pins);
  });
});

describe("a place for a digest that holds none", () => {
  it.each([
    ["a template", `ENV PYTHON_VERSION 3.14.0\nENV PYTHON_SHA256 {{ .checksums.source.sha256 }}\n`],
    ["an argument without a value", `ARG PYTHON_SHA256\n`],
    ["a name", `ADD --checksum=sha256:$SUM ${url}/Python-3.14.0.tgz /src/\n`],
    [
      "a constant of another file",
      `http_archive(sha256 = CPYTHON_SHA, urls = ["${url}/Python-3.14.0.tgz"])`,
    ],
  ])("is not passed over: %s", (_, text) => {
    expect(pinsOf(text).map((pin) => pin.replace(/^\d+: /, ""))).toEqual(["?"]);
  });

  it("is none where the name has its value in the same file", () => {
    const text = `ARG SUM=${a}\nADD --checksum=sha256:$SUM ${url}/Python-3.14.0.tgz /src/\n`;
    expect(pinsOf(text)).toEqual(["1: Python-3.14.0.tgz"]);
  });
});

describe("what is no pin of CPython", () => {
  it.each([
    ["an image", `FROM python:3.14.0@sha256:${a}`],
    [
      "wheels",
      `[[package]]\nname = "python-dotenv"\nfiles = [\n  {file = "python_dotenv-1.1.0-py3-none-any.whl", hash = "sha256:${a}"},\n]`,
    ],
    [
      "Pipfile.lock",
      JSON.stringify({ default: { "python-dateutil": { hashes: [`sha256:${a}`] } } }),
    ],
    [
      "another build",
      `"3.14.0": {\n "url": "20251014/cpython-{python_version}+20251014-{platform}.tar.gz",\n "sha256": {"x86_64-unknown-linux-gnu": "${a}"},\n}`,
    ],
    ["MicroPython", `MICROPYTHON_VERSION=1.26.0\nMICROPYTHON_SHA256=${a}`],
    ["another project", `cmake 3.14.0 ${a}`],
    ["a commit", `python_commit = "${a.slice(0, 40)}"`],
  ])("%s", (_, text) => {
    expect(pinsOf(text)).toEqual([]);
  });
});
