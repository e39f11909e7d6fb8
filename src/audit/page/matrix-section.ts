import type { AuditReport } from "../report/report.ts";
import {
  type AuditedRelease,
  type SeriesRow,
  seriesRows,
  shortPrerelease,
} from "../report/series-rows.ts";
import { html, type Html } from "./html.ts";
import { mark } from "./marks.ts";

/** Series by release: a tile each, under one another where they have the same number. */
export function matrixSection(report: AuditReport): Html {
  return html`<section aria-labelledby="matrix-heading">
    <h2 id="matrix-heading">Releases</h2>
    <p class="explanation">
      A tile is a release with its files; it shows the verdict of the worst of them. Choose one for
      all that is known about it. With the keyboard: Tab from series to series, arrows from release
      to release.
    </p>
    <div class="matrix" id="matrix">${seriesRows(report).map(seriesSection)}</div>
    <p class="nothing" id="nothing" hidden>Nothing matches.</p>
  </section>`;
}

/** The number of columns that the final releases need. */
export function finalColumns(report: AuditReport): number {
  const micros = seriesRows(report).flatMap(({ releases }) =>
    releases.map(({ version }) => version.micro),
  );
  return Math.max(0, ...micros) + 1;
}

function seriesSection({ series, releaseManagers, releases }: SeriesRow): Html {
  const finals = releases.filter(({ version }) => version.prerelease === undefined);
  const others = releases.filter(({ version }) => version.prerelease !== undefined);
  const verified = releases.filter(({ verdict }) => verdict === "verified").length;
  return html`<section class="series" aria-labelledby="series-${series}">
    <header>
      <h3 id="series-${series}">${series}</h3>
      <p>
        ${releaseManagers.length === 0 ? "nobody is known to sign it" : releaseManagers.join(", ")}
      </p>
      <p class="count">${verified} of ${releases.length} verified</p>
    </header>
    <div>
      ${tiles("finals", `Final releases of ${series}`, finals)}
      ${tiles("others", `Pre-releases of ${series}`, others)}
    </div>
  </section>`;
}

function tiles(kind: string, label: string, releases: readonly AuditedRelease[]): Html | undefined {
  if (releases.length === 0) return undefined;
  return html`<ul class="tiles ${kind}" aria-label="${label}">
    ${releases.map(tile)}
  </ul>`;
}

function tile({ version, verdict, artifacts }: AuditedRelease): Html {
  const { micro, prerelease, text } = version;
  const short = shortPrerelease(prerelease);
  const shown = short === undefined ? String(micro) : `${micro > 0 ? micro : ""}${short}`;
  const count = artifacts.length === 1 ? "1 file" : `${artifacts.length} files`;
  return html`<li class="column-${micro}">
    <a
      class="tile ${verdict}"
      href="#${text}"
      data-release="${text}"
      aria-label="${text}: ${verdict}, ${count}"
      title="${text}: ${verdict}"
      ><span>${shown}</span>${mark(verdict)}</a
    >
  </li>`;
}
