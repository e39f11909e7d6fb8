import { createHash } from "node:crypto";
import { Html, html } from "./html.ts";

/** What a page says of itself, and all that it may do. */
export interface PageHead {
  readonly title: string;
  readonly style: string;
  /** undefined for a page that runs nothing */
  readonly script?: string | undefined;
}

/**
 * The head of a page that needs nothing else: its own policy forbids all but the style and script
 * that are in it. https://www.w3.org/TR/CSP3/
 */
export function pageHead({ title, style, script }: PageHead): Html {
  const scripts = script === undefined ? "" : `script-src '${hashOf(script)}'; `;
  return html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <meta
      http-equiv="Content-Security-Policy"
      content="default-src 'none'; style-src '${hashOf(style)}'; ${new Html(scripts)}img-src data:; base-uri 'none'; form-action 'none'"
    />
    <title>${title}</title>
    <link
      rel="icon"
      href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%231f7a4d'/%3E%3Cpath d='M4 8.4 7 11.4 12 5' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E"
    />
    ${inline("style", style)}
  </head>`;
}

/** Not in a template: whatever white space is added there would not be what the policy allows. */
export function inline(element: "style" | "script", text: string): Html {
  return new Html(`<${element}>${text}</${element}>`);
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
