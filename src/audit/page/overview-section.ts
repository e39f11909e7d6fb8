import { type Verdict, verdicts } from "../audited-artifact.ts";
import type { AuditReport } from "../report/report.ts";
import { html, type Html } from "./html.ts";
import { mark, verdictWords } from "./marks.ts";

/** The first screen: how it stands, in one sentence, one number and one bar. */
export function overviewSection(report: AuditReport, madeAt: Date): Html {
  const { summary } = report;
  const signed = report.artifacts.length - summary.unsigned;
  const state = stateOf(report);
  return html`<header class="masthead">
    <p class="eyebrow">pyverify audit</p>
    <h1>CPython releases</h1>
    <p class="lead">
      Every file's Sigstore signature, verified against the release manager of its series.
    </p>
    <div class="state ${state}">
      <span class="seal">${mark(state)}</span>
      <p>
        <strong>${headline(report)}</strong>
        <span
          >${summary.verified} of ${signed} signed files
          verified${
            report.scope.full
              ? ", each by its own digest"
              : ", by the digest that each bundle names"
          }${report.source.type === "folder" ? "; a folder cannot show which bundles are missing" : ""}</span
        >
      </p>
    </div>
    ${bar(summary)} ${kindTable(report)}
    <dl class="facts">
      <div>
        <dt>Looked at</dt>
        <dd>${sourceWords(report)}</dd>
      </div>
      <div>
        <dt>On</dt>
        <dd><time datetime="${madeAt.toISOString()}">${dateWords(madeAt)}</time></dd>
      </div>
      <div>
        <dt>Series</dt>
        <dd>${new Set(report.artifacts.map(({ series }) => series)).size}</dd>
      </div>
      <div>
        <dt>Releases</dt>
        <dd>${new Set(report.artifacts.map(({ version }) => version)).size}</dd>
      </div>
      <div>
        <dt>Files</dt>
        <dd>${report.artifacts.length}</dd>
      </div>
    </dl>
  </header>`;
}

/** How each kind of file stands, where there is more than one. */
function kindTable({ kinds }: AuditReport): Html | undefined {
  const rows = Object.entries(kinds);
  if (rows.length < 2) return undefined;
  return html`<details class="kinds">
    <summary>${rows.length} kinds of files</summary>
    <div class="scrolled" tabindex="0" role="region" aria-label="Verdicts by kind of file">
      <table>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            ${verdicts.map((verdict) => html`<th scope="col">${verdict}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([kind, counts]) =>
              html`<tr>
                <th scope="row">${kind}</th>
                ${verdicts.map((verdict) => html`<td>${counts[verdict]}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** The parts that a reader can show or hide. */
export function filterSection(report: AuditReport): Html {
  const managers = new Set(report.artifacts.flatMap((artifact) => managerOf(artifact)));
  return html`<search class="filter" id="filter" hidden>
    <label class="field query"
      ><span class="hidden">Search</span>
      <input
        type="search"
        id="query"
        placeholder="Search version, digest, log index, signer …"
        autocomplete="off"
        spellcheck="false"
    /></label>
    <label class="field"
      ><span class="hidden">Release manager</span>
      <select id="manager">
        <option value="">Every release manager</option>
        ${[...managers].toSorted().map((name) => html`<option>${name}</option>`)}
      </select></label
    >
    ${kindFilter(report)}
    <div class="chips" role="group" aria-label="Verdict">
      ${verdicts.map(
        (verdict) =>
          html`<button
            type="button"
            class="chip ${verdict}"
            aria-pressed="false"
            data-verdict="${verdict}"
            title="${verdictWords[verdict]}"
            ${report.summary[verdict] === 0 ? html` disabled` : ""}
          >
            ${mark(verdict)}${verdict} <b>${report.summary[verdict]}</b>
          </button>`,
      )}
    </div>
    <p class="shown" id="shown" role="status"></p>
    <button type="button" id="clear" class="plain" hidden>Show all</button>
  </search>`;
}

function kindFilter({ kinds }: AuditReport): Html {
  return html`<label class="field"
    ><span class="hidden">Kind of file</span>
    <select id="kind">
      <option value="">Every kind of file</option>
      ${Object.keys(kinds).map((kind) => html`<option>${kind}</option>`)}
    </select></label
  >`;
}

function stateOf({ summary }: AuditReport): Verdict {
  if (summary.refused > 0) return "refused";
  if (summary.missing > 0) return "missing";
  return summary.unreachable > 0 ? "unreachable" : "verified";
}

function headline({ source, summary }: AuditReport): string {
  const { refused, missing, unreachable } = summary;
  const exceptions = [
    refused > 0 ? `${refused} refused` : "",
    missing > 0 ? `${missing} missing` : "",
    unreachable > 0 ? `${unreachable} unreachable` : "",
  ].filter((words) => words !== "");
  if (exceptions.length > 0) return exceptions.join(", ");
  // What lies in a folder says nothing about what does not.
  return source.type === "folder" ? "Nothing refused" : "Nothing refused, nothing missing";
}

/** Widths are SVG attributes, since the page's policy allows no style attributes. */
function bar(summary: AuditReport["summary"]): Html {
  const total = verdicts.reduce((sum, verdict) => sum + summary[verdict], 0);
  let from = 0;
  const parts = verdicts
    .filter((verdict) => summary[verdict] > 0)
    .map((verdict) => {
      const width = (summary[verdict] / total) * 100;
      const part = html`<rect
        class="${verdict}"
        x="${from.toFixed(3)}%"
        width="${width.toFixed(3)}%"
        height="8"
      />`;
      from += width;
      return part;
    });
  return html`<svg class="bar" height="8" aria-hidden="true">${parts}</svg>`;
}

function sourceWords({ source }: AuditReport): Html {
  return source.type === "mirror"
    ? html`<a href="${source.url}" rel="noreferrer">${source.url.replace(/^https?:\/\//, "")}</a>`
    : html`a folder of bundles`;
}

function dateWords(date: Date): string {
  const format = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" } as const;
  return `${new Intl.DateTimeFormat("en-GB", format).format(date)} UTC`;
}

function managerOf({ signature, claimed }: AuditReport["artifacts"][number]): string[] {
  const name = signature?.releaseManager ?? claimed?.releaseManager;
  return name === undefined ? [] : [name];
}
