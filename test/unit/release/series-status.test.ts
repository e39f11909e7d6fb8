import { describe, expect, it } from "vitest";
import { releaseCycleSource, seriesLife } from "../../../src/release/series-status.ts";
import type { Series } from "../../../src/release/version.ts";

describe("how far a series is", () => {
  it("can be checked where the table comes from", () => {
    expect(releaseCycleSource).toBe("https://peps.python.org/api/release-cycle.json");
  });

  it.each([
    ["3.7", "2018-06", "2020-06", "2023-06"],
    ["3.8", "2019-10", "2021-05", "2024-10"],
    ["3.9", "2020-10", "2022-05", "2025-10"],
    ["3.10", "2021-10", "2023-04", "2026-10"],
    ["3.11", "2022-10", "2024-04", "2027-10"],
    ["3.12", "2023-10", "2025-04", "2028-10"],
    ["3.13", "2024-10", "2026-10", "2029-10"],
    ["3.14", "2025-10", "2027-10", "2030-10"],
    ["3.15", "2026-10", "2028-10", "2031-10"],
    ["3.16", "2027-10", "2029-10", "2032-10"],
  ] as const)(
    "%s comes out in %s, has bug fixes up to %s and security fixes up to %s",
    (series, released, bugfixUntil, endOfLife) => {
      const status = (at: Date): string | undefined => seriesLife(series, at)?.status;
      expect(status(lastMomentBefore(released))).toBe("prerelease");
      expect(status(firstMomentOf(released))).toBe("bugfix");
      expect(status(lastMomentOf(bugfixUntil))).toBe("bugfix");
      expect(status(firstMomentAfter(bugfixUntil))).toBe("security");
      expect(status(lastMomentOf(endOfLife))).toBe("security");
      expect(status(firstMomentAfter(endOfLife))).toBe("end-of-life");
      expect(seriesLife(series, firstMomentOf(released))?.endOfLife).toBe(endOfLife);
    },
  );

  it.each(["3.6", "3.99"] as const)("is not known for %s, which has no row", (series: Series) => {
    expect(seriesLife(series, new Date("2026-01-01T00:00:00Z"))).toBeUndefined();
  });
});

function firstMomentOf(month: string): Date {
  return new Date(`${month}-01T00:00:00Z`);
}

function firstMomentAfter(month: string): Date {
  const date = firstMomentOf(month);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1));
}

function lastMomentOf(month: string): Date {
  return new Date(firstMomentAfter(month).getTime() - 1);
}

function lastMomentBefore(month: string): Date {
  return new Date(firstMomentOf(month).getTime() - 1);
}
