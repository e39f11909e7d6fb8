import { groupBy } from "../../base/group-by.ts";
import type { AuditReport } from "../report/report.ts";
import { html, type Html } from "./html.ts";

/** One signing: the files of a release that were signed on the same day. */
interface Signing {
  readonly version: string;
  readonly manager: string;
  readonly at: number;
  readonly isFinal: boolean;
}

interface Lane {
  readonly manager: string;
  readonly signings: readonly Signing[];
}

const day = 24 * 60 * 60 * 1000;
/** Signings closer than this part of the plot's width are stacked, so that each can be seen. */
const stackWithin = 0.011;
const step = 11;
/** Where more are stacked than fit into this many pixels, they overlap. */
const tallest = 330;

/**
 * When each release manager signed. Positions are in percent and the rest in pixels, so that text
 * and dots keep their size at any width.
 */
export function signingsSection(report: AuditReport): Html | undefined {
  const lanes = lanesOf(report);
  const times = lanes.flatMap(({ signings }) => signings.map(({ at }) => at));
  if (times.length === 0) return undefined;
  const first = Math.min(...times);
  const last = Math.max(...times);
  const margin = Math.max((last - first) * 0.02, day);
  const position = (at: number): number => (at - first + margin) / (last - first + 2 * margin);
  let top = 0;
  const drawn = lanes.map((lane) => {
    const placed = stack(lane.signings, position);
    const levels = Math.max(...placed.map(({ level }) => level));
    const rise = Math.min(step, tallest / Math.max(1, levels));
    const height = 34 + rise * levels + step;
    const result = drawLane(lane, placed, { top, height, rise });
    top += height;
    return result;
  });
  return html`<section aria-labelledby="signings-heading">
    <h2 id="signings-heading">Signings over time</h2>
    <p class="explanation">
      Each dot is a release on the day that its files were signed, by the transparency log's own
      clock:
      <span class="key"
        ><svg width="12" height="12" aria-hidden="true">
          <circle class="final" cx="6" cy="6" r="4.5" />
        </svg>
        final</span
      >,
      <span class="key"
        ><svg width="12" height="12" aria-hidden="true">
          <circle class="other" cx="6" cy="6" r="3.5" />
        </svg>
        pre-release</span
      >.
    </p>
    <svg
      class="plot"
      role="img"
      aria-label="Signings over time by release manager; the same as a table follows"
      width="100%"
      height="${top + 26}"
    >
      ${years(first - margin, last + margin).map((year) => drawYear(year, position, top))} ${drawn}
    </svg>
    ${table(lanes)}
  </section>`;
}

function lanesOf({ artifacts }: AuditReport): Lane[] {
  const signings = artifacts.flatMap(({ version, signature, verdict }): Signing[] => {
    if (verdict !== "verified" || signature === undefined) return [];
    const { releaseManager, identity, signedAt } = signature;
    const manager = releaseManager ?? identity;
    return [{ version, manager, at: Date.parse(signedAt), isFinal: /^[\d.]+$/.test(version) }];
  });
  const daily = new Map(
    signings.map((signing) => [`${signing.version} ${Math.floor(signing.at / day)}`, signing]),
  );
  return [...groupBy(daily.values(), ({ manager }) => manager)]
    .map(([manager, own]) => ({ manager, signings: own.toSorted((a, b) => a.at - b.at) }))
    .toSorted((a, b) => (a.signings[0]?.at ?? 0) - (b.signings[0]?.at ?? 0));
}

interface Placed {
  readonly signing: Signing;
  readonly x: number;
  readonly level: number;
}

function stack(signings: readonly Signing[], position: (at: number) => number): Placed[] {
  const placed: Placed[] = [];
  for (const signing of signings) {
    const x = position(signing.at);
    const taken = new Set(
      placed.filter((other) => x - other.x < stackWithin).map(({ level }) => level),
    );
    let level = 0;
    while (taken.has(level)) level += 1;
    placed.push({ signing, x, level });
  }
  return placed;
}

/** Where a lane lies, and how far apart what is stacked in it, in pixels. */
interface LaneLayout {
  readonly top: number;
  readonly height: number;
  readonly rise: number;
}

function drawLane(lane: Lane, placed: readonly Placed[], { top, height, rise }: LaneLayout): Html {
  const base = top + height - step;
  return html`<g
    ><text class="manager" x="0" y="${top + 16}">${lane.manager}</text>
    <line x1="0" x2="100%" y1="${base + 7}" y2="${base + 7}" />
    ${placed.map(
      ({ signing, x, level }) =>
        html`<a href="#${signing.version}" tabindex="-1" data-release="${signing.version}"
          ><circle
            class="${signing.isFinal ? "final" : "other"}"
            cx="${percent(x)}"
            cy="${Number((base - level * rise).toFixed(1))}"
            r="${signing.isFinal ? 4.5 : 3.5}"
            ><title>${signing.version}, ${isoDay(signing.at)}</title></circle
          ></a
        >`,
    )}</g
  >`;
}

function drawYear(year: number, position: (at: number) => number, height: number): Html {
  const x = percent(position(Date.UTC(year, 0, 1)));
  return html`<line class="year" x1="${x}" x2="${x}" y1="0" y2="${height + 8}" /><text
      class="year"
      x="${x}"
      y="${height + 22}"
      >${year}</text
    >`;
}

/** The years that begin between two times. */
function years(from: number, to: number): number[] {
  const first = new Date(from).getUTCFullYear() + 1;
  const last = new Date(to).getUTCFullYear();
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/** For those who cannot see the plot, and for copying. */
function table(lanes: readonly Lane[]): Html {
  const all = lanes.flatMap(({ signings }) => signings.map(yearOf));
  const shown = [...new Set(all)].toSorted((a, b) => a - b);
  return html`<details>
    <summary>The same as a table</summary>
    <div
      class="scrolled"
      tabindex="0"
      role="region"
      aria-label="Signings by release manager and year"
    >
      <table>
        <thead>
          <tr>
            <th scope="col">Release manager</th>
            ${shown.map((year) => html`<th scope="col">${year}</th>`)}
            <th scope="col">All</th>
          </tr>
        </thead>
        <tbody>
          ${lanes.map(
            ({ manager, signings }) =>
              html`<tr>
                <th scope="row">${manager}</th>
                ${shown.map(
                  (year) =>
                    html`<td>${signings.filter((signing) => yearOf(signing) === year).length}</td>`,
                )}
                <td>${signings.length}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function yearOf({ at }: Signing): number {
  return new Date(at).getUTCFullYear();
}

function percent(part: number): string {
  return `${(part * 100).toFixed(2)}%`;
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
