import type { Verdict } from "../audited-artifact.ts";
import { html, type Html } from "./html.ts";

/** The meaning of each verdict, for a person who has never seen the page. */
export const verdictWords = {
  verified: "signed by its release manager, and everything about the signature is in order",
  refused: "there is a bundle, and it must not be accepted",
  missing: "there is no bundle, and there has to be one",
  unreachable: "could not be read, so nothing is known",
  unsigned: "older than the first Sigstore signature of its series",
} as const satisfies Record<Verdict, string>;

/** Shapes that differ without their colours. All are drawn in a box of 16 by 16. */
const shapes = {
  verified: html`<path d="M3 8.6 6.4 12 13 4.6" />`,
  refused: html`<path d="M4 4l8 8M12 4l-8 8" />`,
  missing: html`<path d="M5.2 5.6a2.9 2.9 0 1 1 4.3 2.6c-1 .6-1.5 1.1-1.5 2.1M8 13.1v.1" />`,
  unreachable: html`<path d="M8 2.8v6.4M8 12.9v.1" />`,
  unsigned: html`<path d="M4.5 8h7" />`,
} as const satisfies Record<Verdict, Html>;

/** The shapes, once for the whole page. */
export function markDefinitions(): Html {
  return html`<svg width="0" height="0" aria-hidden="true" class="definitions">
    ${Object.entries(shapes).map(
      ([verdict, shape]) =>
        html`<symbol id="mark-${verdict}" viewBox="0 0 16 16">${shape}</symbol>`,
    )}
  </svg>`;
}

/** A verdict's mark; the words are elsewhere. */
export function mark(verdict: Verdict): Html {
  return html`<svg class="mark" aria-hidden="true"><use href="#mark-${verdict}" /></svg>`;
}

/** A verdict with its mark, in its colours. */
export function badge(verdict: Verdict): Html {
  return html`<span class="badge ${verdict}">${mark(verdict)}${verdict}</span>`;
}
