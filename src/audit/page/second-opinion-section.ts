import type { AuditReport } from "../report/report.ts";
import type { Contradiction, SecondOpinion } from "../second-opinion.ts";
import { html, type Html } from "./html.ts";

/** What python.org's own API states of the verified files; nothing where it was not to be asked. */
export function secondOpinionSection({ api }: AuditReport): Html | undefined {
  if (api === undefined) return undefined;
  return html`<section aria-labelledby="api-heading">
    <h2 id="api-heading">What python.org states itself</h2>
    <p class="explanation">${summary(api)}</p>
    ${
      api.contradictions.length === 0
        ? undefined
        : html`<ul class="exceptions">
            ${api.contradictions.map(item)}
          </ul>`
    }
  </section>`;
}

function summary({ api, unavailable, compared, notStated, contradictions }: SecondOpinion): string {
  if (unavailable !== undefined) {
    return `The digests that ${api} states were not compared: ${unavailable}.`;
  }
  return (
    `${api} states a SHA-256 of ${compared} verified files, ${contradictions.length} of them ` +
    `another one than was signed, and none of ${notStated}. Nobody signs what it states.`
  );
}

function item({ file, signed, stated }: Contradiction): Html {
  return html`<li class="refused">
    <h3>${file}</h3>
    <p>
      signed <code class="digest">${signed}</code><br />
      stated <code class="digest">${stated}</code>
    </p>
  </li>`;
}
