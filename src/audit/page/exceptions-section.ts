import type { Verdict } from "../audited-artifact.ts";
import type { AuditReport, ReportedArtifact } from "../report/report.ts";
import { html, type Html } from "./html.ts";
import { badge } from "./marks.ts";

const exceptional: readonly Verdict[] = ["refused", "missing", "unreachable"];

/** Every finding that somebody has to look into, spelled out; nothing at all on a good day. */
export function exceptionsSection({ artifacts }: AuditReport): Html | undefined {
  const exceptions = exceptional.flatMap((verdict) =>
    artifacts.filter((artifact) => artifact.verdict === verdict),
  );
  if (exceptions.length === 0) return undefined;
  return html`<section aria-labelledby="exceptions-heading">
    <h2 id="exceptions-heading">To be looked into</h2>
    <ul class="exceptions">
      ${exceptions.map(exception)}
    </ul>
  </section>`;
}

function exception({ file, version, verdict, failure }: ReportedArtifact): Html {
  return html`<li class="${verdict}" data-release="${version}">
    <h3><a href="#${version}">${file}</a> ${badge(verdict)} <code>${failure?.code}</code></h3>
    <p>${failure?.message}</p>
    ${failure?.because === undefined ? undefined : html`<p class="because">${failure.because}</p>`}
  </li>`;
}
