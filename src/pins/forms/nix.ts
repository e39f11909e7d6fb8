import type { Claim } from "../found-pin.ts";
import { indexFrom, type Reading } from "../text/reading.ts";
import { versionOf } from "../reference.ts";
import type { Decided } from "./decided.ts";

/** How far the digest may stand behind the version that it belongs to. */
const maxDistance = 600;

/**
 * nixpkgs' interpreters: a version in four parts, the digest of the source behind it, and the address
 * in another file. PyPy's are written in the same way, with versions that CPython does not have.
 *
 * @see https://github.com/NixOS/nixpkgs/blob/master/pkgs/development/interpreters/python/default.nix
 */
export function decideNix({ map: { text }, digests }: Reading): Decided {
  const decided = new Map<number, Claim | "other">();
  for (const { 0: whole, 1: parts = "", index } of text.matchAll(
    /\bsourceVersion\s{0,20}=\s{0,20}\{([^{}]{0,300})\}/g,
  )) {
    const end = index + whole.length;
    const digest = digests[indexFrom(digests, end)];
    const next = text.indexOf("sourceVersion", end);
    if (digest === undefined || digest.offset > end + maxDistance) continue;
    if (next >= 0 && digest.offset > next) continue;
    decided.set(digest.offset, claim(parts));
  }
  return decided;
}

function claim(parts: string): Claim | "other" {
  const part = (name: string): string =>
    new RegExp(`\\b${name}\\s{0,20}=\\s{0,20}"([^"]{0,20})"`).exec(parts)?.[1] ?? "";
  if (!/^[23]$/.test(part("major"))) return "other";
  const text = `${part("major")}.${part("minor")}.${part("patch")}${part("suffix")}`;
  const version = versionOf(text);
  if (version === undefined) {
    return { type: "unreadable", because: `"${text}" is not a version of CPython` };
  }
  return {
    type: "files",
    version,
    names: [`Python-${text}.tar.xz`, `Python-${text}.tgz`],
    certain: true,
  };
}
