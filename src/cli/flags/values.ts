import { PyverifyError } from "../../base/errors.ts";

/** A duration in seconds, as milliseconds. */
export function seconds(flag: string, text: string | undefined, missing: number): number {
  if (text === undefined) return missing;
  if (/^\d{1,6}(\.\d{1,3})?$/.test(text) && Number(text) > 0) return Number(text) * 1000;
  throw invalid(flag, text, "it is a number of seconds above 0");
}

/** A whole number from 0. */
export function wholeNumber(flag: string, text: string | undefined, missing: number): number {
  if (text === undefined) return missing;
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw invalid(flag, text, "it is a whole number from 0 to 999");
}

/** A SHA-256 in hex, given in either case. */
export function sha256Hex(flag: string, text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw invalid(flag, text, "a SHA-256 has 64 hexadecimal digits");
}

/**
 * `SOURCE_DATE_EPOCH`, in seconds since 1970.
 *
 * @see https://reproducible-builds.org/specs/source-date-epoch/
 */
export function sourceDateEpoch(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (/^\d{1,11}$/.test(text)) return Number(text);
  throw invalid("SOURCE_DATE_EPOCH", text, "it is a whole number of seconds since 1970");
}

function invalid(source: string, text: string, because: string): PyverifyError {
  return new PyverifyError("usage", "invalid-value", `${source} cannot be "${text}"`, {
    because,
    hint: "correct it, or leave it out",
  });
}
