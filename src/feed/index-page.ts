import type { FeedIndex } from "./feed-documents.ts";
import { html } from "../audit/page/html.ts";

/** The page that a person sees at a feed's address: what there is, and where. No clock, no script. */
export function feedPage(index: FeedIndex): string {
  const newest = index.releases.toReversed();
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>Signed digests of CPython's releases</title>
        <style>
          body {
            font:
              1rem/1.5 system-ui,
              sans-serif;
            max-width: 60rem;
            margin: 2rem auto;
            padding: 0 1rem;
          }
          table {
            border-collapse: collapse;
            width: 100%;
          }
          th,
          td {
            text-align: left;
            padding: 0.25rem 1rem 0.25rem 0;
            border-bottom: 1px solid color-mix(in srgb, currentcolor 20%, transparent);
          }
          code {
            overflow-wrap: anywhere;
          }
        </style>
      </head>
      <body>
        <h1>Signed digests of CPython's releases</h1>
        <p>
          ${index.releases.length} releases. Each digest here is one that the release manager of its
          series signed with Sigstore, as pyverify ${index.pyverify.version} has verified. For
          programs: <a href="v1/index.json">index.json</a>, <a href="v1/SHA256SUMS">SHA256SUMS</a>,
          <a href="v1/identities.json">identities.json</a>.
        </p>
        <table>
          <thead>
            <tr>
              <th scope="col">release</th>
              <th scope="col">files</th>
              <th scope="col">signed</th>
              <th scope="col">digests</th>
            </tr>
          </thead>
          <tbody>
            ${newest.map(
              ({ version, url, sums, signedAt, artifacts }) =>
                html`<tr>
                  <th scope="row"><a href="v1/${url}">${version}</a></th>
                  <td>${artifacts}</td>
                  <td>${signedAt.slice(0, 10)}</td>
                  <td><a href="v1/${sums}">${sums}</a></td>
                </tr> `,
            )}
          </tbody>
        </table>
        <h2>Not verified</h2>
        ${
          index.notVerified.length === 0
            ? html`<p>Nothing.</p>`
            : html`<ul>
                ${index.notVerified.map(
                  ({ file, code, message }) =>
                    html`<li><code>${file}</code> (${code}): ${message}</li> `,
                )}
              </ul>`
        }
      </body>
    </html> `.text;
}
