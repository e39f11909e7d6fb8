import type { DecodeFailure } from "./decode-failure.ts";

/**
 * What the decoding process says of itself, besides the bytes that it decodes. Each report is a
 * line: its type, and for a failure what of, and a reason in JSON.
 */
export type DecoderReport =
  /** the program runs, and takes the tarball */
  | { readonly type: "started" }
  /** the decoder is loaded; nothing of a tarball has been decoded yet */
  | { readonly type: "loaded" }
  /** all has been decoded; the last report */
  | { readonly type: "end" }
  /** the last report, too */
  | { readonly type: "failed"; readonly failure: DecodeFailure };

/** Descriptors of the decoding process. */
export const decoderPipes = {
  /** the tarball */
  tarball: 0,
  /** what it decodes to */
  decoded: 1,
  /** its reports, and whatever Node writes of its own when it fails */
  reports: 2,
} as const;

/** More than any report has; a stack is cut. */
const maxReasonCharacters = 4000;

/** A report as it is written. */
export function reportLine(report: DecoderReport): string {
  if (report.type !== "failed") return `${report.type}\n`;
  const { type, reason } = report.failure;
  return `failed ${type} ${JSON.stringify(reason.slice(0, maxReasonCharacters))}\n`;
}

/**
 * Reads a report. Whoever has taken over the decoder writes what they like, so nothing is believed
 * of it but that the decoder has failed.
 *
 * @returns undefined if it is none
 */
export function parseReport(line: string): DecoderReport | undefined {
  if (line === "started" || line === "loaded" || line === "end") return { type: line };
  const [, type, text] = /^failed (compression|limit|addon|bug) (".*")$/.exec(line) ?? [];
  if (text === undefined) return undefined;
  try {
    const reason: unknown = JSON.parse(text);
    if (typeof reason !== "string") return undefined;
    const short = reason.slice(0, maxReasonCharacters);
    return { type: "failed", failure: { type: failureType(type), reason: short } };
  } catch {
    return undefined;
  }
}

function failureType(type: string | undefined): DecodeFailure["type"] {
  return type === "compression" || type === "limit" || type === "addon" ? type : "bug";
}
