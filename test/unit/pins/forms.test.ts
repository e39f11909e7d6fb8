import { describe, expect, it } from "vitest";
import { findPins } from "../../../src/pins/find-pins.ts";
import { base64, nixBase32, pinsOf, sha256 } from "./written.ts";

const a = sha256("a");
const b = sha256("b");
const c = sha256("c");

interface Sample {
  readonly form: string;
  readonly file: string;
  readonly text: string;
  readonly pins: readonly string[];
}

const samples: Record<string, Sample> = {
  "docker-library's versions.json": {
    form: "docker-library",
    file: "versions.json",
    text: JSON.stringify(
      {
        "3.14": {
          checksums: { source: { sha256: a }, windows: { sha256: b } },
          setuptools: { version: "3.0.1" },
          version: "3.14.0",
        },
        "3.15-rc": { checksums: { source: { sha256: c } }, version: "3.15.0b3" },
        "3.16-rc": null,
      },
      null,
      2,
    ),
    pins: ["5: Python-3.14.0.tar.xz", "8: python-3.14.0-amd64.exe", "19: Python-3.15.0b3.tar.xz"],
  },
  "a versions.json on one line, with kinds of checksum that are new": {
    form: "docker-library",
    file: "versions.json",
    text: JSON.stringify({
      "3.14": { version: "3.14.0", checksums: { source: { sha256: a }, android: { sha256: b } } },
      "3.15": { checksums: { source: { sha256: c } } },
    }),
    pins: ["1: Python-3.14.0.tar.xz", "1: any of 3.14.0", "1: ?"],
  },
  "a Dockerfile with ENV, as docker-library's": {
    form: "dockerfile",
    file: "Dockerfile",
    text: `FROM debian:trixie@sha256:${c}
ENV PYTHON_VERSION 3.14.0
ENV PYTHON_SHA256 ${a}
RUN set -eux; \\
	wget -O python.tar.xz "https://www.python.org/ftp/python/\${PYTHON_VERSION%%[a-z]*}/Python-$PYTHON_VERSION.tar.xz"; \\
	echo "$PYTHON_SHA256 *python.tar.xz" | sha256sum -c -; \\
	wget -O get-pip.py https://github.com/pypa/get-pip/raw/main/public/get-pip.py; \\
	echo "${b} *get-pip.py" | sha256sum -c -
`,
    pins: ["3: Python-3.14.0.tar.xz"],
  },
  "a Dockerfile for Windows": {
    form: "dockerfile",
    file: "windows/Dockerfile",
    text: `FROM mcr.microsoft.com/windows/servercore:ltsc2025
ENV PYTHON_VERSION 3.14.0
ENV PYTHON_SHA256 ${a}
RUN $url = ('https://www.python.org/ftp/python/{0}/python-{1}-amd64.exe' -f $env:PYTHON_VERSION, $env:PYTHON_VERSION); \\
	if ((Get-FileHash python.exe -Algorithm sha256).Hash -ne $env:PYTHON_SHA256) { exit 1; }
ENV PYTHON_GET_PIP_URL https://github.com/pypa/get-pip/raw/main/public/get-pip.py
ENV PYTHON_GET_PIP_SHA256 ${b}
`,
    pins: ["3: python-3.14.0-amd64.exe"],
  },
  "ADD --checksum, by value and by name": {
    form: "dockerfile",
    file: "Dockerfile.build",
    text: `ARG PYTHON_VERSION=3.13.5
ARG PYTHON_SHA256=${b}
FROM scratch
ARG PYTHON_VERSION
ARG PYTHON_SHA256
ADD --checksum=sha256:${a} https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tgz /src/
ADD --checksum=sha256:\${PYTHON_SHA256} \\
  https://www.python.org/ftp/python/\${PYTHON_VERSION}/Python-\${PYTHON_VERSION}.tar.xz /src/
`,
    pins: ["2: Python-3.13.5.tar.xz", "6: Python-3.14.0.tgz"],
  },
  "sha256sum -c with the digest in its line": {
    form: "dockerfile",
    file: "Containerfile",
    text: `FROM alpine
RUN curl -fsSLo /tmp/python.tgz https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tgz \\
 && curl -fsSLO https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tgz.asc \\
 && echo "${a}  /tmp/python.tgz" | sha256sum -c - \\
 && curl -fsSLO https://www.openssl.org/source/openssl-3.5.1.tar.gz \\
 && echo "${b}  openssl-3.5.1.tar.gz" | sha256sum -c -
`,
    pins: ["4: Python-3.14.0.tgz"],
  },
  "pyenv's python-build": {
    form: "pyenv",
    file: "plugins/python-build/share/python-build/3.14.0",
    text: `prefer_openssl3
install_package "openssl-3.6.0" "https://github.com/openssl/openssl/releases/download/openssl-3.6.0/openssl-3.6.0.tar.gz#${c}" mac_openssl --if has_broken_mac_openssl
if has_tar_xz_support; then
    install_package "Python-3.14.0" "https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tar.xz#${a}" standard verify_py314 ensurepip
else
    install_package "Python-3.14.0" "https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tgz#${b}" standard verify_py314 ensurepip
fi
`,
    pins: ["4: Python-3.14.0.tar.xz", "6: Python-3.14.0.tgz"],
  },
  "conda-forge's meta.yaml": {
    form: "conda",
    file: "recipe/meta.yaml",
    text: `{% set version = "3.14.0" %}
{% set dev = "rc1" %}
{% set ver2 = '.'.join(version.split('.')[0:2]) %}

package:
  name: python-split
  version: {{ version }}{{ dev }}

source:
  - url: https://www.python.org/ftp/python/{{ version }}/Python-{{ version }}{{ dev }}.tar.xz
    # sha256 from: https://www.python.org/downloads/release/
    sha256: ${a}
    patches:
      - patches/0001-a.patch
  - url: https://github.com/zlib/zlib/archive/v1.3.1.tar.gz
    sha256: ${b}
`,
    pins: ["12: Python-3.14.0rc1.tar.xz"],
  },
  "a PKGBUILD": {
    form: "pkgbuild",
    file: "PKGBUILD",
    text: `pkgname=python
pkgver=3.14.0
_pybasever=\${pkgver%.*}
url="https://www.python.org/"
source=("https://www.python.org/ftp/python/\${pkgver%rc*}/Python-\${pkgver}.tar.xz"{,.asc}
        # why it is needed: see the wiki (for now)
        0001-a.patch
        fix.tar.gz::https://example.org/fix-1.2.tar.gz)
sha256sums=('${a}'
            'SKIP'
            '${b}'
            '${c}')
`,
    pins: ["9: Python-3.14.0.tar.xz"],
  },
  "a PKGBUILD whose arrays are not of one length": {
    form: "pkgbuild",
    file: "PKGBUILD",
    text: `pkgver=3.14.0
source=("https://www.python.org/ftp/python/$pkgver/Python-$pkgver.tar.xz")
sha256sums=('${a}'
            '${b}')
`,
    pins: ["3: ?", "4: ?"],
  },
  "Bazel's http_archive": {
    form: "bazel",
    file: "MODULE.bazel",
    text: `http_archive = use_repo_rule("@bazel_tools//tools/build_defs/repo:http.bzl", "http_archive")

http_archive(
    name = "zlib",
    sha256 = "${c}",
    urls = ["https://zlib.net/zlib-1.3.1.tar.gz"],
)

http_archive(
    name = "cpython",
    build_file = "//third_party:cpython.BUILD",
    sha256 = "${a}",
    strip_prefix = "Python-3.14.0",
    urls = [
        "https://mirror.example.org/python.org/Python-3.14.0.tar.xz",
        "https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tar.xz",
    ],
)

http_archive(
    name = "cpython_windows",
    integrity = "sha256-${base64("b")}",
    urls = ["https://www.python.org/ftp/python/3.14.0/python-3.14.0-embed-amd64.zip"],
)
`,
    pins: ["12: Python-3.14.0.tar.xz", "22: python-3.14.0-embed-amd64.zip"],
  },
  "Starlark with constants": {
    form: "bazel",
    file: "python.bzl",
    text: `VERSION = "3.14.0"
URL = "https://www.python.org/ftp/python/{version}/Python-{version}.tar.xz"
SHA256 = "${a}"

def python():
    http_archive(
        name = "python",
        urls = [URL.format(version = VERSION)],
        sha256 = SHA256,
    )
`,
    pins: ["3: Python-3.14.0.tar.xz"],
  },
  "Starlark with strings put together": {
    form: "bazel",
    file: "repositories.bzl",
    text: `PYTHON_VERSION = "3.14.0"
PYTHON_SHA256 = "${a}"
OPENSSL_VERSION = "3.5.1"
OPENSSL_SHA256 = "${b}"

def python():
    http_archive(
        name = "python",
        urls = ["https://www.python.org/ftp/python/" + PYTHON_VERSION + "/Python-" + PYTHON_VERSION + ".tgz"],
        sha256 = PYTHON_SHA256,
    )
`,
    pins: ["2: Python-3.14.0.tgz"],
  },
  "python-build-standalone's downloads.py": {
    form: "python-build-standalone",
    file: "pythonbuild/downloads.py",
    text: `DOWNLOADS = {
    "bzip2": {
        "url": "https://sourceware.org/pub/bzip2/bzip2-1.0.8.tar.gz",
        "size": 810029,
        "sha256": "${c}",
        "version": "1.0.8",
    },
    "cpython-3.14": {
        "url": "https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tar.xz",
        "size": 23575200,
        "sha256": "${a}",
        "version": "3.14.0",
        "licenses": ["Python-2.0", "CNRI-Python"],
    },
}
`,
    pins: ["11: Python-3.14.0.tar.xz"],
  },
  "Nix's fetchurl, in base 32 and as SRI": {
    form: "nix",
    file: "python.nix",
    text: `{ fetchurl }:
rec {
  version = "3.14.0";
  old = fetchurl {
    url = "https://www.python.org/ftp/python/3.13.5/Python-3.13.5.tgz";
    sha256 = "${nixBase32("a")}";
  };
  new = fetchurl {
    url = "https://www.python.org/ftp/python/\${version}/Python-\${version}.tar.xz";
    hash = "sha256-${base64("b")}";
  };
  plain = fetchurl {
    url = "https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tgz";
    sha256 = "${base64("c")}";
  };
}
`,
    pins: ["6: Python-3.13.5.tgz", "10: Python-3.14.0.tar.xz", "14: Python-3.14.0.tgz"],
  },
  "nixpkgs' versions in four parts": {
    form: "nix",
    file: "pkgs/development/interpreters/python/default.nix",
    text: `{
  python314 = callPackage ./cpython {
    self = __splicedPackages.python314;
    sourceVersion = {
      major = "3";
      minor = "14";
      patch = "0";
      suffix = "rc1";
    };
    hash = "sha256-${base64("a")}";
    inherit passthruFun;
  };
  pypy311 = callPackage ./pypy {
    sourceVersion = {
      major = "7";
      minor = "3";
      patch = "20";
    };
    hash = "sha256-${base64("b")}";
    pythonVersion = "3.11";
  };
}
`,
    pins: ["10: Python-3.14.0rc1.tar.xz or Python-3.14.0rc1.tgz"],
  },
  "a Homebrew formula": {
    form: "homebrew",
    file: "Formula/p/python@3.14.rb",
    text: `class PythonAT314 < Formula
  desc "Interpreted, interactive, object-oriented programming language"
  homepage "https://www.python.org/"
  url "https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tgz"
  sha256 "${a}"
  license "Python-2.0"

  bottle do
    sha256 arm64_tahoe:  "${b}"
    sha256 cellar: :any_skip_relocation, x86_64_linux: "${c}"
  end

  resource "pip" do
    url "https://files.pythonhosted.org/packages/18/c7/pip-25.2.tar.gz"
    sha256 "${sha256("d")}"
  end
end
`,
    pins: ["5: Python-3.14.0.tgz"],
  },
  "a Spack package": {
    form: "spack",
    file: "packages/python/package.py",
    text: `class Python(Package):
    """The Python programming language."""

    url = "https://www.python.org/ftp/python/3.8.0/Python-3.8.0.tgz"

    version("3.14.0", sha256="${a}")
    with default_args(deprecated=True):
        version(
            "3.13.5", sha256="${b}"
        )

    patch(
        "https://bugs.python.org/file44413/alignment.patch",
        when="@3.6",
        sha256="${c}",
    )
`,
    pins: ["6: Python-3.14.0.tgz", "9: Python-3.13.5.tgz"],
  },
  "pyverify.lock": {
    form: "pyverify.lock",
    file: "pyverify.lock",
    text: `lock-version = 1

[[release]]
version = "3.14.0"
format = "tar.xz"
tarball-url = "https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tar.xz"
tarball-sha256 = "${a}"
bundle-url = "https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tar.xz.sigstore"
bundle-sha256 = "${b}"
`,
    pins: ["7: Python-3.14.0.tar.xz", "9: Python-3.14.0.tar.xz.sigstore"],
  },
  "a list of checksums": {
    form: "checksums",
    file: "SHA256SUMS",
    text: `${a}  Python-3.14.0.tar.xz
${b} *python-3.14.0-amd64.exe
${c}  ./ftp/3.14.0/windows-3.14.0.json
${sha256("d")}  setuptools-80.9.0.tar.gz
SHA256 (Python-3.13.5.tgz) = ${sha256("e")}
`,
    pins: [
      "1: Python-3.14.0.tar.xz",
      "2: python-3.14.0-amd64.exe",
      "3: windows-3.14.0.json",
      "5: Python-3.13.5.tgz",
    ],
  },
};

describe("the pins of a file", () => {
  it.each(Object.entries(samples))("%s", (_, { file, text, pins, form }) => {
    expect(pinsOf(text, file)).toEqual(pins);
    expect(new Set(findPins(text, file).map((pin) => pin.form))).toEqual(new Set([form]));
  });

  it("says where the digest begins, counted from 1", () => {
    expect(findPins(`\n  ${a}  Python-3.14.0.tgz`, "SHA256SUMS")).toMatchObject([
      { line: 2, column: 3, written: a },
    ]);
  });

  it.each(["\r\n", "\n"])("is the same with either end of line", (end) => {
    const { text, pins, file } = samples["a PKGBUILD"] ?? { text: "", pins: [], file: "" };
    expect(pinsOf(text.replaceAll("\n", end), file)).toEqual(pins);
  });
});
