import type { Verdict } from "../audited-tarball.ts";
import type { AuditReport, ReportedTarball } from "../report/report.ts";
import { html, type Html } from "./html.ts";
import { badge } from "./marks.ts";

const exceptional: readonly Verdict[] = ["refused", "missing", "unreachable"];

/** Every finding that somebody has to look into, spelled out; nothing at all on a good day. */
export function exceptionsSection({ tarballs }: AuditReport): Html | undefined {
  const exceptions = exceptional.flatMap((verdict) =>
    tarballs.filter((tarball) => tarball.verdict === verdict),
  );
  if (exceptions.length === 0) return undefined;
  return html`<section aria-labelledby="exceptions-heading">
    <h2 id="exceptions-heading">To be looked into</h2>
    <ul class="exceptions">
      ${exceptions.map(exception)}
    </ul>
  </section>`;
}

function exception({ file, version, verdict, failure }: ReportedTarball): Html {
  return html`<li class="${verdict}" data-release="${version}">
    <h3><a href="#${version}">${file}</a> ${badge(verdict)} <code>${failure?.code}</code></h3>
    <p>${failure?.message}</p>
    ${failure?.because === undefined ? undefined : html`<p class="because">${failure.because}</p>`}
  </li>`;
}
