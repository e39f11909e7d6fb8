import { PyverifyError } from "../../base/errors.ts";

/** The tarball, though signed, is not a tar archive as it should be. */
export function malformed(reason: string): PyverifyError<"archive"> {
  return new PyverifyError("archive", "archive-malformed", `the archive is malformed: ${reason}`, {
    because: "nothing is guessed about an archive that two programs could read in two ways",
    hint: "the tarball is signed, so please report this to its release manager",
  });
}

/** The archive has something that pyverify does not write. */
export function refusedEntry(
  code: "entry-outside-tree" | "entry-unsupported" | "entry-name-invalid" | "entry-duplicate",
  name: string,
  reason: string,
): PyverifyError<"archive"> {
  return new PyverifyError("archive", code, `the archive's entry "${printable(name)}" is refused`, {
    because: reason,
    hint: "the tarball is signed, so please report this to its release manager",
  });
}

/** The archive takes more than any CPython release could. */
export function limitExceeded(reason: string): PyverifyError<"archive"> {
  return new PyverifyError("archive", "limit-exceeded", `the archive is too large: ${reason}`, {
    because: "it could fill memory or disk",
    hint: "the tarball is signed, so please report this to its release manager",
  });
}

/** A name from an archive as it can be shown: control and non-ASCII characters escaped, cut short. */
export function printable(name: string): string {
  const shown = name.length > 200 ? `${name.slice(0, 200)}...` : name;
  return shown.replaceAll(/[^\x20-\x7e]/gu, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return `\\u{${hex}}`;
  });
}
