import type { Claim } from "../found-pin.ts";
import type { Group } from "../text/groups.ts";
import { groupsAt, indexFrom, type Reading } from "../text/reading.ts";
import type { PythonVersion } from "../../release/version.ts";
import type { Decided } from "./decided.ts";

/**
 * docker-library's `versions.json`: an object for each series, with the `version` beside
 * `checksums.source.sha256` and `checksums.windows.sha256`, which name no file.
 *
 * @see https://github.com/docker-library/python/blob/master/versions.json
 */
export function decideDockerLibrary(reading: Reading): Decided {
  const decided = new Map<number, Claim>();
  if (!/"checksums"\s{0,10}:/.test(reading.map.text)) return decided;
  const offsets = reading.digests.map(({ offset }) => offset);
  const groups = groupsAt(reading.map.text, [
    ...offsets,
    ...reading.versions.map(({ offset }) => offset),
  ]);
  for (const offset of offsets) {
    const [file, checksums, release] = groups.get(offset) ?? [];
    if (file === undefined || checksums === undefined || release === undefined) continue;
    if (keyOf(reading, checksums) !== "checksums") continue;
    const version = versionIn(reading, release, groups);
    decided.set(offset, claim(keyOf(reading, file), version));
  }
  return decided;
}

function claim(key: string | undefined, version: PythonVersion | undefined): Claim {
  if (version === undefined) {
    return { type: "unreadable", because: 'there is no "version" beside its "checksums"' };
  }
  if (key === "source") {
    return { type: "files", version, names: [`Python-${version.text}.tar.xz`], certain: true };
  }
  if (key === "windows") {
    return { type: "files", version, names: [`python-${version.text}-amd64.exe`], certain: true };
  }
  return { type: "release", version, certain: true };
}

function versionIn(
  { versions, map }: Reading,
  release: Group,
  groups: ReadonlyMap<number, readonly Group[]>,
): PythonVersion | undefined {
  return versions
    .slice(indexFrom(versions, release.start), indexFrom(versions, release.end))
    .find(
      ({ offset }) =>
        groups.get(offset)?.[0]?.start === release.start &&
        /"version"\s{0,40}:\s{0,40}"$/.test(map.text.slice(Math.max(0, offset - 100), offset)),
    )?.version;
}

function keyOf({ map: { text } }: Reading, { start }: Group): string | undefined {
  const before = text.slice(Math.max(0, start - 100), start);
  return /"([^"]{1,60})"\s{0,40}:\s{0,40}$/.exec(before)?.[1];
}
