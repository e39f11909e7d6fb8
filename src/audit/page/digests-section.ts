import type { AuditReport, ReportedArtifact } from "../report/report.ts";
import { html, type Html } from "./html.ts";

/** Every file with its digest, for paper: on a screen, a tile has the same and more. */
export function digestsSection({ artifacts }: AuditReport): Html {
  return html`<section class="digests" aria-labelledby="digests-heading">
    <h2 id="digests-heading">Every file</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">Verdict</th>
          <th scope="col">Signed SHA-256</th>
          <th scope="col">Signed at</th>
          <th scope="col">Log entry</th>
        </tr>
      </thead>
      <tbody>
        ${artifacts.map(row)}
      </tbody>
    </table>
  </section>`;
}

/** What a refused bundle says of itself is none of this. */
function row({ file, verdict, failure, signature }: ReportedArtifact): Html {
  const entries = signature?.transparencyLog.map(({ logIndex }) => logIndex).join(", ");
  return html`<tr>
    <th scope="row">${file}</th>
    <td>${verdict}</td>
    <td><code>${signature?.sha256 ?? failure?.code ?? ""}</code></td>
    <td>${signature?.signedAt ?? ""}</td>
    <td>${entries ?? ""}</td>
  </tr>`;
}
