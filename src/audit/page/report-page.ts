import { checkNames } from "../checks.ts";
import type { AuditReport } from "../report/report.ts";
import { showDetails } from "./behaviour/details.ts";
import { filterReleases } from "./behaviour/filter.ts";
import { printDigests } from "./behaviour/print-digests.ts";
import { digestsSection } from "./digests-section.ts";
import { exceptionsSection } from "./exceptions-section.ts";
import { html, Html } from "./html.ts";
import { logSection } from "./log-section.ts";
import { markDefinitions } from "./marks.ts";
import { finalColumns, matrixSection } from "./matrix-section.ts";
import { footer, notesSection } from "./notes-section.ts";
import { filterSection, overviewSection } from "./overview-section.ts";
import { secondOpinionSection } from "./second-opinion-section.ts";
import { signingsSection } from "./signings-section.ts";
import { inline, pageHead } from "./page-head.ts";
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
  const script = `(${showDetails.toString()})();(${filterReleases.toString()})();(${printDigests.toString()})();`;
  const page = html`<!doctype html>
    <html lang="en">
      ${pageHead({ title: "CPython releases, verified", style, script })}
      <body>
        <a class="skip" href="#matrix-heading">Skip to the releases</a>
        ${markDefinitions()} ${overviewSection(report, madeAt)}
        <main>
          ${exceptionsSection(report)} ${logSection(report)} ${secondOpinionSection(report)}
          ${filterSection(report)}
          <noscript
            ><p class="explanation">
              Without JavaScript nothing can be searched or opened here; all of it is in
              report.json.
            </p></noscript
          >
          ${matrixSection(report)} ${signingsSection(report)} ${notesSection(report)}
          <noscript id="digests">${digestsSection(report)}</noscript>
          <div id="printed"></div>
        </main>
        ${footer(report)}
        <dialog id="detail" aria-labelledby="detail-heading"></dialog>
        ${data(report)} ${inline("script", script)}
      </body>
    </html> `;
  return page.text;
}

/** No text of a report can end the element that holds it. */
function data(report: AuditReport): Html {
  const json = JSON.stringify({ ...pageData(report), source: report.source, checkNames });
  const safe = json.replaceAll("<", String.raw`\u003c`);
  return new Html(`<script type="application/json" id="data">${safe}</script>`);
}
