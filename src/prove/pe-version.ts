import { NtExecutable, NtExecutableResource } from "pe-library";
import { Resource } from "resedit";

/** What a Windows program or library says of itself. */
export interface ProgramFacts {
  /** as python.org spells it; undefined if it states none */
  readonly version: string | undefined;
  readonly productName: string | undefined;
  /** IMAGE_FILE_HEADER.Machine */
  readonly machine: number;
}

/** The levels of PY_RELEASE_LEVEL, as `Include/patchlevel.h` numbers them. */
const phases: Readonly<Record<number, string>> = { 10: "a", 11: "b", 12: "rc", 15: "" };

/**
 * Reads the version resource of a PE file. Its third number is made of the micro version, the
 * release level and the serial, in installers as in libraries.
 *
 * @see https://github.com/python/cpython/blob/main/PC/python_ver_rc.h
 * @throws whatever the library throws at a file that is no PE
 */
export function readProgram(bytes: Buffer): ProgramFacts {
  // The library reads on behind the end of a view, as far as the memory below it goes.
  const program = NtExecutable.from(Uint8Array.from(bytes).buffer, { ignoreCert: true });
  const { entries } = NtExecutableResource.from(program, true);
  const [info] = Resource.VersionInfo.fromEntries(entries);
  const { machine } = program.newHeader.fileHeader;
  if (info === undefined) return { version: undefined, productName: undefined, machine };
  const { fileVersionMS: upper, fileVersionLS: lower } = info.fixedInfo;
  const [language] = info.getAvailableLanguages();
  const productName =
    language === undefined ? undefined : info.getStringValues(language)["ProductName"];
  return { version: versionOf(upper >>> 16, upper & 0xffff, lower >>> 16), productName, machine };
}

function versionOf(major: number, minor: number, field3: number): string {
  const [micro, level, serial] = [
    Math.floor(field3 / 1000),
    Math.floor((field3 % 1000) / 10),
    field3 % 10,
  ];
  const phase = phases[level];
  if (phase === undefined || (phase === "") !== (serial === 0)) {
    return `${major}.${minor}.${field3}`;
  }
  return `${major}.${minor}.${micro}${phase === "" ? "" : `${phase}${serial}`}`;
}
