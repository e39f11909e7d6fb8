import type { PythonVersion } from "../release/version.ts";
import type { Claim } from "./found-pin.ts";
import type { Reading } from "./text/reading.ts";
import type { Affixes, NamedFile } from "./reference.ts";

/** The claim to be the digest of one of some files of a version. */
export function claimTo(
  files: readonly NamedFile[],
  version: PythonVersion,
  certain: boolean,
): Claim {
  const names = namesOf(files, version);
  return names === undefined
    ? { type: "release", version, certain }
    : { type: "files", version, names, certain };
}

function namesOf(
  files: readonly NamedFile[],
  version: PythonVersion,
): readonly [string, ...string[]] | undefined {
  const affixes = files.map((file) => file.affixes);
  if (affixes.includes(undefined)) return undefined;
  const names = new Set(
    affixes.flatMap((known) => (known === undefined ? [] : [nameWith(known, version)])),
  );
  const [first, ...others] = names;
  return first === undefined ? undefined : [first, ...others];
}

function nameWith({ prefix, suffix }: Affixes, version: PythonVersion): string {
  return `${prefix}${version.text}${suffix}`;
}

/** The claim to be a digest of a version, as the one kind of file that a text is about, if it is one. */
export function claimToVersion(
  { references }: Reading,
  version: PythonVersion,
  certain: boolean,
): Claim {
  const kinds = new Map<string, Affixes>();
  for (const reference of references) {
    if (reference.type !== "cpython") continue;
    const { affixes } = reference.file;
    if (affixes !== undefined) kinds.set(nameWith(affixes, version), affixes);
    if (kinds.size > 1) break;
  }
  const [name, ...others] = kinds.keys();
  return name === undefined || others.length > 0
    ? { type: "release", version, certain }
    : { type: "files", version, names: [name], certain };
}
