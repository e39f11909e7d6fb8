import type { LogWatch, UnexplainedEntry } from "../log-watch.ts";
import type { AuditReport } from "../report/report.ts";
import { html, type Html } from "./html.ts";

/** What the transparency log holds of the release managers; nothing where it was not searched. */
export function logSection({ log }: AuditReport): Html | undefined {
  if (log === undefined) return undefined;
  return html`<section aria-labelledby="log-heading">
    <h2 id="log-heading">In the transparency log</h2>
    <p class="explanation">${summary(log)}</p>
    ${
      log.unexplained.length === 0
        ? undefined
        : html`<ul class="exceptions">
            ${log.unexplained.map(item)}
          </ul>`
    }
  </section>`;
}

function summary({ rekor, entries, identities, unexplained }: LogWatch): string {
  return (
    `The index of ${rekor} has ${entries} entries of ${identities.length} release managers; ` +
    `${unexplained.length} of them sign what no listed artifact explains. ` +
    "The index is a search aid and proves nothing: it may lack entries, and it knows no Rekor v2."
  );
}

function item(entry: UnexplainedEntry): Html {
  const { identity, logIndex, loggedAt, sha256, url, verified, because } = entry;
  const name = `Log entry ${logIndex ?? "without an index"}`;
  const title =
    url === undefined ? html`${name}` : html`<a href="${url}" rel="noreferrer">${name}</a>`;
  return html`<li class="refused">
    <h3>${title} <code>${verified ? "verified" : "not verified"}</code></h3>
    <p>
      ${identity}${loggedAt === undefined ? "" : `, ${loggedAt}`}, signs
      ${sha256 === undefined ? "what cannot be read" : html`<code class="digest">${sha256}</code>`}
    </p>
    ${because === undefined ? undefined : html`<p class="because">${because}</p>`}
  </li>`;
}
