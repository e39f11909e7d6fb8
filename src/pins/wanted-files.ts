import type { PythonVersion } from "../release/version.ts";
import type { FoundPin } from "./found-pin.ts";
import { bundleSuffix, type Judgement, type KnownFiles, judge } from "./judgement.ts";
import { signedNames } from "./signed-names.ts";

/** A file whose signed digest a check has to know. */
export interface WantedFile {
  readonly version: PythonVersion;
  readonly name: string;
}

/** The files that pins say they are of; the source, where they may be of any file of a release. */
export function namedFiles(pins: readonly FoundPin[]): WantedFile[] {
  return distinct(
    pins.flatMap(({ claim }) => {
      if (claim.type === "unreadable") return [];
      const { version } = claim;
      const names =
        claim.type === "files" ? claim.names.map(base) : signedNames(version).slice(0, 2);
      return names.map((name) => ({ version, name }));
    }),
  );
}

/** The other files of the releases whose pins are none of those that are known: one of them may be it. */
export function otherFiles(pins: readonly FoundPin[], known: KnownFiles): WantedFile[] {
  return distinct(
    pins.flatMap((pin) => {
      const { claim } = pin;
      if (claim.type === "unreadable" || pin.sha256 === undefined) return [];
      if (!mayBeOfAnother(judge(pin, known), claim.type)) return [];
      return signedNames(claim.version).map((name) => ({ version: claim.version, name }));
    }),
  ).filter(({ name }) => !known.has(name));
}

/** What cannot be had says nothing of which file the digest is; asking for a dozen more would not help. */
function mayBeOfAnother(judgement: Judgement, type: "files" | "release"): boolean {
  if (judgement.verdict !== "unknown") return judgement.verdict === "wrong";
  return type === "release" || judgement.reason.code === "unclear";
}

function base(name: string): string {
  return name.endsWith(bundleSuffix) ? name.slice(0, -bundleSuffix.length) : name;
}

function distinct(files: readonly WantedFile[]): WantedFile[] {
  return [...new Map(files.map((file) => [file.name, file])).values()];
}
