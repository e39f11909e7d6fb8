import { exitCodes } from "../base/errors.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import type { UnreadFile } from "./checked-files.ts";
import type { FoundPin } from "./found-pin.ts";
import type { Judgement } from "./judgement.ts";
import type { PinSource } from "./signature-source.ts";

/** A pin, the file that it stands in, and what can be said of it. */
export interface CheckedPin extends FoundPin {
  readonly file: string;
  readonly judgement: Judgement;
}

/** What a check has found. */
export interface PinCheck {
  /** how many files were looked into */
  readonly files: number;
  /** in the order of the files, and of each file's lines */
  readonly pins: readonly CheckedPin[];
  readonly unread: readonly UnreadFile[];
  readonly source: PinSource;
  /** undefined if nothing had to be verified, or if it could not be had */
  readonly trustedRoot: Pick<TrustedRoot, "origin" | "sha256"> | undefined;
}

/**
 * What a check comes to as an exit code: 6 if a pin is wrong, or if a signature that it was held
 * against is none; otherwise that of what stood in the way, since what could not be checked may be
 * what is wrong. A release that was never signed stands in nobody's way.
 *
 * @param failOnUnknown whether a pin of which nothing is known counts as a wrong one
 */
export function exitCodeOf({ pins, unread }: PinCheck, failOnUnknown: boolean): number {
  const judgements = pins.map(({ judgement }) => judgement);
  const reasons = judgements.flatMap((judgement) =>
    judgement.verdict === "unknown" ? [judgement.reason] : [],
  );
  const isWrong = judgements.some(({ verdict }) => verdict === "wrong");
  if (isWrong || (failOnUnknown && reasons.length > 0)) return exitCodes.verification;
  for (const kind of ["verification", "trusted-root", "network", "filesystem"] as const) {
    if (reasons.some((reason) => reason.kind === kind)) return exitCodes[kind];
  }
  return unread.some(({ isNamed }) => isNamed) ? exitCodes.filesystem : 0;
}
