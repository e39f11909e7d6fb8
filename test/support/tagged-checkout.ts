import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ManifestEntry, TreeManifest } from "../../src/extract/tree/manifest.ts";
import { createHash } from "node:crypto";

/** A file of a made-up tag: its content as a checkout has it, or a link. */
export interface TagFile {
  readonly content?: string | Buffer;
  readonly executable?: boolean;
  readonly link?: string;
}

export type TagFiles = Readonly<Record<string, TagFile>>;

const crlf = (text: string): TagFile => ({ content: text.replaceAll("\n", "\r\n") });
const lf = (text: string, executable = false): TagFile => ({ content: text, executable });

/** A tag with one of everything that the rules of release.py and git's attributes are about. */
export const tagFiles: TagFiles = {
  ".gitattributes": lf(
    "[attr]noeol -text\n[attr]dos text eol=crlf\n*.png binary\nLib/test/raw/*.txt noeol\n*.bat dos\nPC/readme.txt dos\n",
  ),
  ".gitignore": lf("*.o\n"),
  ".github/workflows/ci.yml": lf("on: push\n"),
  ".azure-pipelines/ci.yml": lf("pool: any\n"),
  "Doc/.ruff.toml": lf("line-length = 80\n"),
  "Include/patchlevel.h": lf('#define PY_VERSION "3.14.99"\n'),
  "Lib/test/raw/ends.txt": lf("one\r\ntwo\n"),
  "Lib/os.py": lf("import sys\n"),
  "Misc/ACKS": lf("Łukasz\n"),
  "Misc/NEWS.d/3.14.0.rst": lf(news("2025-10-07", ["Library", "Speak of it.", 12]) + "\n"),
  "Misc/NEWS.d/3.14.99.rst": lf(
    [
      news("2026-01-02", ["Security", "Close a hole that\nnobody had seen.", 34_567]),
      entry("Security", "Another one: see below.\n\n* a list\n* of two", 0),
      entry("C API", "Add ``Py_Nothing``.", 45_678),
    ].join("\n..\n\n"),
  ),
  "Misc/NEWS.d/next/Library/README.rst": lf("Put news here.\n"),
  "Misc/mypy/README.md": lf("for mypy\n"),
  "Misc/mypy/token.py": { link: "../../Lib/os.py" },
  "PC/icon.png": { content: Buffer.from([0, 13, 10, 255, 13, 10, 7]) },
  "PC/readme.txt": crlf("for\nWindows\n"),
  "Tools/run.bat": crlf("echo off\n"),
  "aclocal.m4": lf("AC_DEFUN([a], [b])\n"),
  configure: lf("#!/bin/sh\n", true),
};

/** The news that blurb makes of the files above. */
export const tarballNews = `+++++++++++
Python News
+++++++++++

What's New in Python 3.14.99 final?
===================================

*Release date: 2026-01-02*

Security
--------

- gh-34567: Close a hole that nobody had
  seen.

- Another one: see below.

  * a list
  * of two

C API
-----

- gh-45678: Add \`\`Py_Nothing\`\`.


What's New in Python 3.14.0 final?
==================================

*Release date: 2025-10-07*

Library
-------

- gh-12: Speak of it.

**(For information about older versions, consult the HISTORY file.)**`;

function news(date: string, first: Parameters<typeof entry>): string {
  return `.. release date: ${date}\n${entry(...first)}`;
}

function entry(section: string, body: string, issue: number): string {
  return `.. date: 1\n.. gh-issue: ${issue}\n.. nonce: x\n.. section: ${section}\n\n${body}\n`;
}

/** What release.py takes out of a tag. */
const removed = [
  ".gitattributes",
  ".gitignore",
  ".github/",
  ".azure-pipelines/",
  "Misc/NEWS.d/",
  "Misc/mypy/",
];

/** The files of the tarball that comes of a tag. */
export function tarballFiles(files: TagFiles = tagFiles): Record<string, TagFile> {
  const kept = Object.entries(files).filter(
    ([path]) =>
      !removed.some((what) => (what.endsWith("/") ? path.startsWith(what) : path === what)),
  );
  return { ...Object.fromEntries(kept), "Misc/NEWS": lf(tarballNews) };
}

/** A manifest as the extraction of a tarball with these files gives it. */
export function manifestOf(files: TagFiles): TreeManifest {
  const manifest = new Map<string, ManifestEntry>();
  for (const [path, { content = "", executable = false, link }] of Object.entries(files)) {
    const parts = path.split("/").slice(0, -1);
    for (const index of parts.keys()) {
      manifest.set(parts.slice(0, index + 1).join("/"), { type: "folder" });
    }
    const sha256 = createHash("sha256").update(content).digest("hex");
    manifest.set(
      path,
      link === undefined ? { type: "file", executable, sha256 } : { type: "link", target: link },
    );
  }
  return manifest;
}

/** Writes files into a folder, over what is there. */
export function writeFiles(folder: string, files: TagFiles): void {
  for (const [path, { content = "", executable = false, link }] of Object.entries(files)) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    rmSync(place, { force: true });
    if (link !== undefined) symlinkSync(link, place);
    else writeFileSync(place, content);
    if (link === undefined) chmodSync(place, executable ? 0o755 : 0o644);
  }
}

/** Runs the real git, with no configuration but its own defaults. */
export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync("git", ["-C", folder, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_AUTHOR_NAME: "a",
      GIT_AUTHOR_EMAIL: "a@example.com",
      GIT_AUTHOR_DATE: "2026-01-02T03:04:05Z",
      GIT_COMMITTER_NAME: "a",
      GIT_COMMITTER_EMAIL: "a@example.com",
      GIT_COMMITTER_DATE: "2026-01-02T03:04:05Z",
    },
  }).trim();
}

/**
 * Makes a repository of files and commits them.
 *
 * @returns the commit
 */
export function commitFiles(
  folder: string,
  files: TagFiles = tagFiles,
  init: readonly string[] = [],
): string {
  mkdirSync(folder, { recursive: true });
  git(folder, "init", "--quiet", "--initial-branch=main", ...init);
  writeFiles(folder, files);
  git(folder, "add", "--all", "--force");
  git(folder, "commit", "--quiet", "--message", "release");
  return git(folder, "rev-parse", "HEAD");
}

/** A copy of a repository, to be changed. */
export function copyOf(folder: string, copy: string): string {
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}
