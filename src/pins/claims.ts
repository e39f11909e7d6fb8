import { claimTo, claimToVersion } from "./claimed-files.ts";
import type { Claim } from "./found-pin.ts";
import type { Group } from "./text/groups.ts";
import {
  contextOf,
  isAboutPython,
  isVariable,
  labelBefore,
  namesAnother,
  namesDigest,
  subjectOf,
} from "./text/labels.ts";
import { nearest, type Neighbour } from "./text/nearness.ts";
import { groupsAt, indexFrom, type Reading } from "./text/reading.ts";
import { usesOf } from "./text/uses.ts";
import { ownVersion, versionFor } from "./text/version-beside.ts";

/** Says of each digest of a text which file of CPython it stands for; nothing if it stands for none. */
export function claimsOf(reading: Reading): (Claim | undefined)[] {
  const { digests, map } = reading;
  const labels = digests.map(({ offset }) => labelBefore(map.text, offset));
  const uses = usesOf(map.text, new Set(labels.filter(isVariable)));
  const groups = groupsAt(map.text, [
    ...digests.map(({ offset }) => offset),
    ...[...uses.values()].flat(),
  ]);
  return digests.map((digest, index) => {
    const label = labels[index] ?? "";
    const around = groups.get(digest.offset) ?? [];
    return claimOf(reading, {
      label,
      end: digest.offset + digest.text.length,
      offset: digest.offset,
      groups: around,
      uses: isVariable(label)
        ? (uses.get(label) ?? []).map((offset) => ({ offset, groups: groups.get(offset) ?? [] }))
        : [],
    });
  });
}

interface Place {
  readonly label: string;
  readonly offset: number;
  readonly end: number;
  /** from the innermost */
  readonly groups: readonly Group[];
  readonly uses: readonly { readonly offset: number; readonly groups: readonly Group[] }[];
}

/** From what says it outright to what only suggests it. */
function claimOf(reading: Reading, place: Place): Claim | undefined {
  if (isListedFile(reading, place)) return undefined;
  const beside = nearest(reading, place, place.groups);
  const isBound = beside !== undefined && beside.bond !== "near" && beside.isDirect;
  if (isBound && isOwnSubject(place.label, beside)) return claimed(reading, place, beside, true);
  const labelled = ownVersion(reading, place);
  if (labelled !== undefined && isPlausible(reading, place)) {
    const isPlain = namesDigest(place.label) || followsVersion(reading, place);
    return claimToVersion(reading, labelled, isPlain && isInPython(reading, place));
  }
  const used = usedBeside(reading, place);
  if (used !== undefined) return claimed(reading, place, used, true);
  if (beside?.isDirect === true && beside.files.length === 0) return undefined;
  if (belongsToAnother(reading, place)) return undefined;
  if (beside !== undefined && beside.files.length > 0) {
    return claimed(reading, place, beside, beside.isDirect && !namesAnother(place.label));
  }
  return pairedClaim(reading, place) ?? leftover(reading, place, beside);
}

/** Whether a version stands right before a digest, as in a table; in prose it may be far from it. */
function followsVersion({ versions }: Reading, { offset }: Place): boolean {
  const last = versions[indexFrom(versions, offset) - 1];
  return last !== undefined && offset - last.offset < 30;
}

/** A line of a list of checksums whose file is no archive, such as `LICENSE`. */
function isListedFile({ map }: Reading, { offset, end }: Place): boolean {
  if (!/^\s*(?:sha256\s+)?$/i.test(map.before(offset))) return false;
  const [, name] =
    /^ [ *](\S{1,200})\s*$/m.exec(map.text.slice(end, end + 300).split("\n")[0] ?? "") ?? [];
  return name !== undefined && !/[.$]/.test(name);
}

/** What is on one line with a name is its digest, unless it is named after something else. */
function isOwnSubject(label: string, { bond, files }: Neighbour): boolean {
  return bond === "same-word" || files.length === 0 || !namesAnother(label);
}

/** Whether a digest is named as something else's is, whose version the text has too. */
function belongsToAnother({ variables }: Reading, { label, offset }: Place): boolean {
  const version = [...subjectOf(label), "version"].join("_");
  return namesAnother(label) && variables.lookUp(version, offset) !== undefined;
}

/** Other projects count in three numbers too: a version is only CPython's in a text that is about it. */
function isPlausible(reading: Reading, place: Place): boolean {
  return reading.references.some(({ type }) => type === "cpython") || isInPython(reading, place);
}

/** The claim of a digest that stands beside the names of files. */
function claimed(
  reading: Reading,
  place: Place,
  { files }: Neighbour,
  certain: boolean,
): Claim | undefined {
  if (files.length === 0) return undefined;
  const known = files.find(({ version }) => version !== undefined)?.version;
  const paired = known === undefined ? versionFor(reading, place) : undefined;
  const version = known ?? paired?.version;
  if (version === undefined) {
    const names = files.map(({ shown }) => shown).join(" or ");
    return {
      type: "unreadable",
      because: `which version ${names} is cannot be read from this file`,
    };
  }
  return claimTo(files, version, certain && (paired?.certain ?? true));
}

function usedBeside(reading: Reading, { label, uses }: Place): Neighbour | undefined {
  for (const { offset, groups } of uses) {
    const beside = nearest(reading, { offset, end: offset + label.length }, groups);
    if (beside !== undefined && beside.files.length > 0) return beside;
  }
  return undefined;
}

function pairedClaim(reading: Reading, place: Place): Claim | undefined {
  if (!isAboutPython(place.label)) return undefined;
  const paired = versionFor(reading, place);
  return paired && claimToVersion(reading, paired.version, paired.certain);
}

function isInPython(reading: Reading, { offset, label, groups }: Place): boolean {
  return isAboutPython(label) || contextOf(reading, offset, groups).some(isAboutPython);
}

/** What looks like a pin and cannot be read is not passed over. */
function leftover(
  reading: Reading,
  place: Place,
  beside: Neighbour | undefined,
): Claim | undefined {
  if (beside !== undefined && beside.files.length === 0) return undefined;
  const isAbout = isInPython(reading, place);
  const isInFile = reading.references.some(({ type }) => type === "cpython");
  if (!isAbout && (!isInFile || namesAnother(place.label))) return undefined;
  return {
    type: "unreadable",
    because: isAbout
      ? "it is about CPython, and of which file it is the digest cannot be read"
      : "the file names files of CPython, and whether it belongs to one of them cannot be read",
  };
}
