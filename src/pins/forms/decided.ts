import type { Claim } from "../found-pin.ts";

/**
 * What a form says of the digests that it knows the place of, by their offsets: their claims, or that
 * they are none of CPython's.
 */
export type Decided = ReadonlyMap<number, Claim | "other">;
