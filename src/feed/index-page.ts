import { html, type Html } from "../audit/page/html.ts";
import { badge, mark, markDefinitions } from "../audit/page/marks.ts";
import { finalColumns } from "../audit/page/matrix-section.ts";
import { pageHead } from "../audit/page/page-head.ts";
import { stylesheet } from "../audit/page/stylesheet.ts";
import type { AuditReport } from "../audit/report/report.ts";
import { type SeriesRow, seriesRows, shortPrerelease } from "../audit/report/series-rows.ts";
import { type FeedEntry, type FeedIndex, feedVersion, type NotVerified } from "./feed-documents.ts";

/**
 * The page that a person sees at a feed's address: what there is and where, and how to use it. It
 * looks as the audit's page does, and has no clock and no script.
 */
export function feedPage(report: AuditReport, index: FeedIndex): string {
  const style = `${stylesheet(finalColumns(report))}${ownRules}`;
  return html`<!doctype html>
    <html lang="en">
      ${pageHead({ title: "Signed digests of CPython's releases", style })}
      <body>
        <a class="skip" href="#releases-heading">Skip to the releases</a>
        ${markDefinitions()} ${masthead(report, index)}
        <main>
          ${exceptions(index)} ${documents(index)} ${releases(report, index)} ${unsigned(index)}
          ${notes(report)}
        </main>
        ${footer(index)}
      </body>
    </html> `.text;
}

const ownRules = /* css */ `
.documents { width: 100%; margin-top: 12px; }
.documents :is(th, td) { text-align: left; white-space: normal; padding: 7px 14px 7px 0; vertical-align: top; }
.documents td { color: var(--soft); }
.list { width: 100%; }
.list :is(th, td):not(:nth-child(2)) { text-align: left; }
.never { columns: 16em; color: var(--soft); font-size: 14px; margin-top: 10px; }
.use { margin: 12px 0 0; padding: 12px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); white-space: pre-wrap; overflow-wrap: anywhere; }
`;

function masthead(report: AuditReport, { releases: all, notVerified }: FeedIndex): Html {
  const files = all.reduce((sum, { artifacts }) => sum + artifacts, 0);
  const left = notVerified.filter(isException).length;
  const state = left > 0 ? "refused" : "verified";
  return html`<header class="masthead">
    <p class="eyebrow">pyverify feed</p>
    <h1>Signed digests of CPython</h1>
    <p class="lead">
      The SHA-256 of every file that a release manager of CPython has signed with Sigstore, for
      whoever compares checksums and verifies no signatures.
    </p>
    <div class="state ${state}">
      <span class="seal">${mark(state)}</span>
      <p>
        <strong>${count(files, "digest")} of ${count(all.length, "release")}</strong>
        <span
          >${
            report.scope.full
              ? "each verified by the file's own digest"
              : "each verified as the one that the file's bundle signs"
          }${left > 0 ? `; ${count(left, "file")} did not verify and ${left === 1 ? "is" : "are"} not among them` : ""}</span
        >
      </p>
    </div>
  </header>`;
}

/** What never had a signature is in nobody's way. */
function isException({ verdict }: NotVerified): boolean {
  return verdict !== "unsigned";
}

function exceptions({ notVerified }: FeedIndex): Html | undefined {
  const found = notVerified.filter(isException);
  if (found.length === 0) return undefined;
  return html`<section aria-labelledby="exceptions-heading">
    <h2 id="exceptions-heading">Not in the feed</h2>
    <ul class="exceptions">
      ${found.map(
        ({ file, verdict, code, message, because }) =>
          html`<li class="${verdict}">
            <h3>${file} ${badge(verdict)} <code>${code}</code></h3>
            <p>${message}</p>
            ${because === undefined ? undefined : html`<p class="because">${because}</p>`}
          </li>`,
      )}
    </ul>
  </section>`;
}

function documents({ releases: all }: FeedIndex): Html {
  const newest = all.findLast(({ version }) => !/[a-z]/.test(version)) ?? all.at(-1);
  const example = newest?.version ?? "X.Y.Z";
  return html`<section aria-labelledby="documents-heading">
    <h2 id="documents-heading">For programs</h2>
    <p class="explanation">
      Under <code>${feedVersion}/</code> fields may be added; none changes its name or meaning, and
      no file its place.
    </p>
    <table class="documents">
      <tbody>
        ${[
          ["index.json", "every release, and apart from them what did not verify"],
          [`${example}.json`, "a release: each file's digest, who signed it, what was checked"],
          [`${example}.SHA256SUMS`, "its digests, for sha256sum --check"],
          ["SHA256SUMS", "those of all releases"],
          ["identities.json", "who signs which series, and where that is written"],
          ["schemas/index.schema.json", "JSON schemas of these documents, in schemas/"],
        ].map(
          ([path = "", meaning = ""]) =>
            html`<tr>
              <th scope="row"><a href="${feedVersion}/${path}">${path}</a></th>
              <td>${meaning}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <pre
      class="use"
    ><code>curl -fsSO https://www.python.org/ftp/python/${example.replace(/(?:a|b|rc)\d+$/, "")}/Python-${example}.tar.xz
sha256sum --check --ignore-missing ${example}.SHA256SUMS</code></pre>
  </section>`;
}

function releases(report: AuditReport, index: FeedIndex): Html {
  const entries = new Map(index.releases.map((entry) => [entry.version, entry]));
  return html`<section aria-labelledby="releases-heading">
    <h2 id="releases-heading">Releases</h2>
    <p class="explanation">Each leads to the release's document.</p>
    <div class="matrix">${seriesRows(report).flatMap((row) => series(row, entries))}</div>
    <details>
      <summary>The same as a list, with their sums</summary>
      <div class="scrolled" tabindex="0" role="region" aria-label="Releases with their sums">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">Release</th>
              <th scope="col">Files</th>
              <th scope="col">Signed</th>
              <th scope="col">Sums</th>
            </tr>
          </thead>
          <tbody>
            ${index.releases.toReversed().map(
              ({ version, url, sums, signedAt, artifacts }) =>
                html`<tr>
                  <th scope="row"><a href="${feedVersion}/${url}">${version}</a></th>
                  <td>${artifacts}</td>
                  <td>${signedAt.slice(0, 10)}</td>
                  <td><a href="${feedVersion}/${sums}">${sums}</a></td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}

function series(row: SeriesRow, entries: ReadonlyMap<string, FeedEntry>): Html[] {
  const own = row.releases.flatMap(({ version }) => {
    const entry = entries.get(version.text);
    return entry === undefined ? [] : [{ version, entry }];
  });
  if (own.length === 0) return [];
  const tiles = (kind: string, label: string, isWanted: (isFinal: boolean) => boolean) => {
    const wanted = own.filter(({ version }) => isWanted(version.prerelease === undefined));
    if (wanted.length === 0) return undefined;
    return html`<ul class="tiles ${kind}" aria-label="${label} of ${row.series}">
      ${wanted.map(({ version: { text, micro, prerelease }, entry }) => {
        const short = shortPrerelease(prerelease);
        const shown = short === undefined ? `${micro}` : `${micro > 0 ? micro : ""}${short}`;
        const title = `${text}: ${count(entry.artifacts, "file")}`;
        return html`<li class="column-${micro}">
          <a
            class="tile verified"
            href="${feedVersion}/${entry.url}"
            aria-label="${title}"
            title="${title}"
            ><span>${shown}</span>${mark("verified")}</a
          >
        </li>`;
      })}
    </ul>`;
  };
  return [
    html`<section class="series" aria-labelledby="series-${row.series}">
      <header>
        <h3 id="series-${row.series}">${row.series}</h3>
        <p>${row.releaseManagers.join(", ")}</p>
        <p class="count">${count(own.length, "release")}</p>
      </header>
      <div>
        ${tiles("finals", "Final releases", (isFinal) => isFinal)}
        ${tiles("others", "Pre-releases", (isFinal) => !isFinal)}
      </div>
    </section>`,
  ];
}

function unsigned({ notVerified }: FeedIndex): Html | undefined {
  const found = notVerified.filter((file) => !isException(file));
  if (found.length === 0) return undefined;
  return html`<section aria-labelledby="unsigned-heading">
    <h2 id="unsigned-heading">Never signed</h2>
    <p class="explanation">
      ${count(found.length, "file")} of the time before their series had Sigstore signatures: there
      is no signed digest to list.
    </p>
    <details>
      <summary>Which these are</summary>
      <ul class="never">
        ${found.map(({ file }) => html`<li>${file}</li>`)}
      </ul>
    </details>
  </section>`;
}

function notes({ scope }: AuditReport): Html {
  return html`<section class="notes" aria-labelledby="notes-heading">
    <h2 id="notes-heading">What this means</h2>
    <div class="columns">
      <div>
        <h3>What is proven</h3>
        <p>
          ${
            scope.full
              ? "Each file was downloaded, and has the digest that its release manager signed."
              : "The release manager of its series signed a file with each of these digests, and the transparency log holds that. No file was downloaded: compare yours with the digest here."
          }
        </p>
      </div>
      <div>
        <h3>What you take on trust</h3>
        <p>
          Who reads digests here takes this site's word for them. The bundles that prove them lie in
          <code>${feedVersion}/bundles/</code>, laid out as on python.org: whoever has pyverify need
          not believe anything.
        </p>
      </div>
      <div>
        <h3>Verify it yourself</h3>
        <pre><code>pyverify check --feed ADDRESS Dockerfile</code></pre>
      </div>
    </div>
  </section>`;
}

function footer({ trustedRoot, pyverify }: FeedIndex): Html {
  return html`<footer>
    <p>
      Made by pyverify ${pyverify.version}. Sigstore's trusted root: ${trustedRoot.origin},
      <code>sha256:${trustedRoot.sha256}</code>.
    </p>
    <p>This page runs nothing and loads nothing.</p>
  </footer>`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
