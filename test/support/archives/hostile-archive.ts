import type { FailureCode } from "../../../src/base/errors.ts";

/** An archive that must be refused, named after what it tries. */
export interface HostileArchive {
  readonly tries: string;
  /** uncompressed */
  readonly tar: Buffer;
  /** `archive` unless the code says otherwise */
  readonly code: FailureCode<"archive"> | "release-mismatch";
  /** words of the message or the reason */
  readonly says: RegExp;
}

/** A row of a table. */
export function hostile(
  tries: string,
  code: HostileArchive["code"],
  says: RegExp,
  tar: Buffer,
): HostileArchive {
  return { tries, code, says, tar };
}
