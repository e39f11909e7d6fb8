import { createHash } from "node:crypto";
import { checkNames } from "../checks.ts";
import type { AuditReport } from "../report/report.ts";
import { showDetails } from "./behaviour/details.ts";
import { filterReleases } from "./behaviour/filter.ts";
import { digestsSection } from "./digests-section.ts";
import { exceptionsSection } from "./exceptions-section.ts";
import { html, Html } from "./html.ts";
import { logSection } from "./log-section.ts";
import { markDefinitions } from "./marks.ts";
import { finalColumns, matrixSection } from "./matrix-section.ts";
import { footer, notesSection } from "./notes-section.ts";
import { filterSection, overviewSection } from "./overview-section.ts";
import { signingsSection } from "./signings-section.ts";
import { pageData } from "./page-data.ts";
import { stylesheet } from "./stylesheet.ts";

/**
 * An audit as one file of HTML that needs nothing else: no network, no server, and its own policy
 * forbids both. https://www.w3.org/TR/CSP3/
 *
 * @param madeAt when the audit was made, the one thing on the page that is not in the report
 */
export function reportPage(report: AuditReport, madeAt: Date): string {
  const style = stylesheet(finalColumns(report));
  const script = `(${showDetails.toString()})();(${filterReleases.toString()})();`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; img-src data:; base-uri 'none'; form-action 'none'"
        />
        <title>CPython releases, verified</title>
        <link
          rel="icon"
          href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%231f7a4d'/%3E%3Cpath d='M4 8.4 7 11.4 12 5' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E"
        />
        ${inline("style", style)}
      </head>
      <body>
        <a class="skip" href="#matrix-heading">Skip to the releases</a>
        ${markDefinitions()} ${overviewSection(report, madeAt)}
        <main>
          ${exceptionsSection(report)} ${logSection(report)} ${filterSection(report)}
          <noscript
            ><p class="explanation">
              Without JavaScript nothing can be searched or opened here; all of it is in
              report.json.
            </p></noscript
          >
          ${matrixSection(report)} ${signingsSection(report)} ${notesSection(report)}
          ${digestsSection(report)}
        </main>
        ${footer(report)}
        <dialog id="detail" aria-labelledby="detail-heading"></dialog>
        ${data(report)} ${inline("script", script)}
      </body>
    </html> `;
  return page.text;
}

/** Not in the template: whatever white space is added there would not be what the policy allows. */
function inline(element: "style" | "script", text: string): Html {
  return new Html(`<${element}>${text}</${element}>`);
}

/** No text of a report can end the element that holds it. */
function data(report: AuditReport): Html {
  const json = JSON.stringify({ ...pageData(report), source: report.source, checkNames });
  const safe = json.replaceAll("<", String.raw`\u003c`);
  return new Html(`<script type="application/json" id="data">${safe}</script>`);
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
