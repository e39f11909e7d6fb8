import type { PythonVersion } from "../../release/version.ts";
import type { Group } from "./groups.ts";
import { subjectOf } from "./labels.ts";
import { indexFrom, type Reading } from "./reading.ts";
import { versionOf } from "../reference.ts";

/** How far brackets may go on for a version in them to be that of all that is in them. */
const maxGroup = 1000;

/** The one version that stands in the line of a digest, or in the brackets around it. */
export function ownVersion(
  { versions, map }: Reading,
  { offset, groups }: { readonly offset: number; readonly groups: readonly Group[] },
): PythonVersion | undefined {
  const line = map.lineOf(offset);
  const lineStart = offset - map.position(offset).column + 1;
  const onLine = within({ versions }, Math.max(lineStart, offset - 500), offset + 500).filter(
    (literal) => map.lineOf(literal.offset) === line,
  );
  if (onLine.length > 0) return onlyVersion(onLine);
  const [innermost] = groups;
  if (innermost === undefined || innermost.end - innermost.start > maxGroup) return undefined;
  return onlyVersion(within({ versions }, innermost.start, innermost.end));
}

function within({ versions }: Pick<Reading, "versions">, from: number, to: number) {
  return versions.slice(indexFrom(versions, from), indexFrom(versions, to));
}

function onlyVersion(
  literals: readonly { readonly version: PythonVersion }[],
): PythonVersion | undefined {
  const texts = new Set(literals.map(({ version }) => version.text));
  return texts.size === 1 ? literals[0]?.version : undefined;
}

/** A version that a digest belongs to by its name, and whether the name says so. */
export interface PairedVersion {
  readonly version: PythonVersion;
  readonly certain: boolean;
}

/** The version that belongs to a digest by name: `PYTHON_VERSION` to `PYTHON_SHA256`; or the only one. */
export function versionFor(
  { variables, versions }: Reading,
  { label, offset }: { readonly label: string; readonly offset: number },
): PairedVersion | undefined {
  const subject = subjectOf(label);
  for (let left = subject.length; left >= 0; left -= 1) {
    for (const word of ["version", "ver"]) {
      const name = [...subject.slice(0, left), word].join("_");
      const assignment = variables.lookUp(name, offset);
      if (assignment === undefined) continue;
      const version = versionOf(variables.resolve(assignment.pieces, assignment.offset));
      if (version !== undefined) return { version, certain: left === subject.length };
    }
  }
  const only = onlyVersion(versions);
  return only === undefined ? undefined : { version: only, certain: false };
}
