import type { Series } from "./version.ts";

/** How far a series is, in the words of python.org's release cycle. */
export type SeriesStatus = "prerelease" | "bugfix" | "security" | "end-of-life";

export interface SeriesLife {
  readonly status: SeriesStatus;
  /** the month in which the last security fixes are due, `YYYY-MM` */
  readonly endOfLife: string;
}

interface Lifetime {
  readonly series: Series;
  /** month of X.Y.0 */
  readonly released: string;
  /** last month with bug-fix releases */
  readonly bugfixUntil: string;
  readonly endOfLife: string;
}

/** The source against which the table below can be checked. */
export const releaseCycleSource = "https://peps.python.org/api/release-cycle.json";

/**
 * From the release schedules (PEP 537, 569, 596, 619, 664, 693, 719, 745, 790, 826): five years from
 * the first release, of which 18 months with bug fixes, and 24 from 3.13 on.
 */
const lifetimes: readonly Lifetime[] = [
  { series: "3.7", released: "2018-06", bugfixUntil: "2020-06", endOfLife: "2023-06" },
  { series: "3.8", released: "2019-10", bugfixUntil: "2021-05", endOfLife: "2024-10" },
  { series: "3.9", released: "2020-10", bugfixUntil: "2022-05", endOfLife: "2025-10" },
  { series: "3.10", released: "2021-10", bugfixUntil: "2023-04", endOfLife: "2026-10" },
  { series: "3.11", released: "2022-10", bugfixUntil: "2024-04", endOfLife: "2027-10" },
  { series: "3.12", released: "2023-10", bugfixUntil: "2025-04", endOfLife: "2028-10" },
  { series: "3.13", released: "2024-10", bugfixUntil: "2026-10", endOfLife: "2029-10" },
  { series: "3.14", released: "2025-10", bugfixUntil: "2027-10", endOfLife: "2030-10" },
  { series: "3.15", released: "2026-10", bugfixUntil: "2028-10", endOfLife: "2031-10" },
  { series: "3.16", released: "2027-10", bugfixUntil: "2029-10", endOfLife: "2032-10" },
];

/**
 * How far a series is at some time, by its schedule: nobody is asked, so a schedule that changed
 * since this pyverify was built is not known here.
 *
 * @returns undefined for a series without a schedule here
 */
export function seriesLife(series: Series, at: Date): SeriesLife | undefined {
  const lifetime = lifetimes.find((row) => row.series === series);
  if (lifetime === undefined) return undefined;
  const month = at.toISOString().slice(0, 7);
  const { released, bugfixUntil, endOfLife } = lifetime;
  return { status: statusIn(month, released, bugfixUntil, endOfLife), endOfLife };
}

function statusIn(
  month: string,
  released: string,
  bugfixUntil: string,
  endOfLife: string,
): SeriesStatus {
  if (month < released) return "prerelease";
  if (month <= bugfixUntil) return "bugfix";
  return month <= endOfLife ? "security" : "end-of-life";
}
