import { checkNames } from "../checks.ts";
import { verdicts } from "../audited-artifact.ts";
import type { AuditReport } from "../report/report.ts";
import { pythonOrg } from "../../release/release.ts";
import { html, type Html } from "./html.ts";
import { badge, verdictWords } from "./marks.ts";

/** The limits of what the page proves, and how anybody can make it again. */
export function notesSection(report: AuditReport): Html {
  return html`<section class="notes" aria-labelledby="notes-heading">
    <h2 id="notes-heading">What this means</h2>
    <div class="columns">
      <div>
        <h3>The verdicts</h3>
        <dl>
          ${verdicts.map(
            (verdict) =>
              html`<dt>${badge(verdict)}</dt>
                <dd>${verdictWords[verdict]}</dd>`,
          )}
        </dl>
      </div>
      <div>
        <h3>What is checked</h3>
        <ul>
          ${Object.entries(checkNames).map(([check, words]) => html`<li>${words}${check === "digest" && !report.scope.full ? " (only in a full audit)" : ""}</li>`)}
        </ul>
      </div>
      <div>
        <h3>What it does not say</h3>
        ${
          report.scope.full
            ? html`<p>
                The files were downloaded and have the digests that were signed. Whether a release
                manager's machine was sound, and whether the code in them is, no signature can say.
              </p>`
            : html`<p>
                No file was downloaded. The digest that was verified is the one that the bundle
                itself names: a release manager of the series signed a file with this digest, and
                the transparency log holds that. Whether the file on the server has the digest,
                <code>pyverify audit --full</code> tells.
              </p>`
        }
        <h3>Make it yourself</h3>
        <pre><code>${commandOf(report)}</code></pre>
      </div>
    </div>
  </section>`;
}

function commandOf({ source, scope, trustedRoot, log, api }: AuditReport): string {
  const [format] = scope.formats;
  return [
    "pyverify audit",
    ...scope.series,
    source.type === "folder" ? "--bundles DIR" : "",
    source.type === "mirror" && source.url !== pythonOrg ? `--mirror ${source.url}` : "",
    // A format is the source's, and names its kind with it.
    scope.formats.length === 1 ? `--format ${format}` : kindsOf(scope.kinds),
    scope.full ? "--full" : "",
    log === undefined ? "" : `--rekor ${log.rekor}`,
    api === undefined ? "" : `--api ${api.api}`,
    ...trustFlags(source.type, trustedRoot),
    "--report site",
  ]
    .filter((word) => word !== "")
    .join(" ");
}

/** Without network, the root that is built in is the default; otherwise the one that TUF brings. */
function trustFlags(
  source: AuditReport["source"]["type"],
  { origin, tufMirror, tufRootSha256 }: AuditReport["trustedRoot"],
): string[] {
  if (origin === "file") return ["--trusted-root FILE"];
  if (origin === "embedded") return source === "folder" ? [] : ["--trusted-root embedded"];
  return [
    source === "folder" ? "--trusted-root tuf" : "",
    tufMirror === undefined ? "" : `--tuf-mirror ${tufMirror}`,
    tufRootSha256 === undefined ? "" : "--tuf-root FILE",
  ];
}

function kindsOf(kinds: AuditReport["scope"]["kinds"]): string {
  const [kind] = kinds;
  return kinds.length === 1 ? `--artifact ${kind}` : "";
}

/** The version of pyverify and the trusted root that made the page. */
export function footer({ trustedRoot, pyverify }: AuditReport): Html {
  return html`<footer>
    <p>
      Made by pyverify ${pyverify.version}. Sigstore's trusted root: ${trustedRoot.origin},
      <code>sha256:${trustedRoot.sha256}</code>. The same data for programs:
      <a href="report.json">report.json</a>.
    </p>
    <p>This page loads nothing and sends nothing: all that it shows is in this one file.</p>
  </footer>`;
}
