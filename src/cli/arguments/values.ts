import { invalidValue, type Parse } from "./flag.ts";

/** A path, an address or a name, whole and as it is. */
export const text: Parse<string> = (given) => given;

/** A duration in seconds, as milliseconds. */
export const seconds: Parse<number> = (given, source) => {
  if (/^\d{1,6}(\.\d{1,3})?$/.test(given) && Number(given) > 0) return Number(given) * 1000;
  throw invalidValue(source, given, "it is a number of seconds above 0");
};

/** A whole number from 0. */
export const wholeNumber: Parse<number> = (given, source) => {
  if (/^\d{1,3}$/.test(given)) return Number(given);
  throw invalidValue(source, given, "it is a whole number from 0 to 999");
};

/** A whole number from 1. */
export const positiveNumber: Parse<number> = (given, source) => {
  const number = wholeNumber(given, source);
  if (number > 0) return number;
  throw invalidValue(source, given, "nothing would ever begin");
};

/** A SHA-256 in hex, given in either case. */
export const sha256Hex: Parse<string> = (given, source) => {
  if (/^[0-9a-f]{64}$/i.test(given)) return given.toLowerCase();
  throw invalidValue(source, given, "a SHA-256 has 64 hexadecimal digits");
};

/**
 * `SOURCE_DATE_EPOCH`, in seconds since 1970.
 *
 * @see https://reproducible-builds.org/specs/source-date-epoch/
 */
export function sourceDateEpoch(given: string | undefined): number | undefined {
  if (given === undefined || given === "") return undefined;
  if (/^\d{1,11}$/.test(given)) return Number(given);
  throw invalidValue("SOURCE_DATE_EPOCH", given, "it is a whole number of seconds since 1970");
}
