import type { Verdict } from "../../audit/audited-artifact.ts";
import type { AuditReport } from "../../audit/report/report.ts";
import {
  type AuditedRelease,
  type SeriesRow,
  seriesRows,
  worst,
} from "../../audit/report/series-rows.ts";
import type { Prerelease } from "../../release/version.ts";
import { line, Printable } from "./printable.ts";
import type { Style } from "./style.ts";

/** One column: a pre-release of X.Y.0, or X.Y.Z with the candidates for it. */
interface Column {
  readonly group: Group;
  readonly number: number;
}

type Group = Prerelease["phase"] | "final";
const groupNames = { a: "alpha", b: "beta", rc: "rc", final: "final" } as const;
const groups: readonly Group[] = ["a", "b", "rc", "final"];
const gap = "  ";

/**
 * Series by release, one mark each: the width of the cells and the room for names follow the width
 * of the terminal.
 */
export function auditMatrix(report: AuditReport, columns: number, style: Style): Printable[] {
  const rows = seriesRows(report);
  const grouped = groups
    .map((group) => columnsOf(group, rows))
    .filter((column) => column.length > 0);
  const names = rows.map(({ releaseManagers }) => releaseManagers.join(", "));
  const layout = fit(grouped, Math.max(0, ...names.map((name) => name.length)), columns);
  const margin = (series: string, name: string): string =>
    `${series.padEnd(6)}${name.slice(0, layout.name).padEnd(layout.name)}${gap}`;
  return [
    line`${margin("", "")}${grouped.map((group) => groupHeading(group, layout.cell)).join(gap)}`,
    line`${margin("", "")}${grouped.map((group) => numbers(group, layout.cell)).join(gap)}`,
    ...rows.map((row, index) => {
      const marked = grouped.map((group) => marks(group, row, layout.cell, style));
      const cells = Printable.joined(marked, gap);
      return line`${margin(row.series, names[index] ?? "")}${cells}`;
    }),
  ].map((row) => row.trimEnd());
}

function columnsOf(group: Group, rows: readonly SeriesRow[]): Column[] {
  const found = rows
    .flatMap(({ releases }) => releases)
    .map(columnOf)
    .filter((column) => column.group === group)
    .map(({ number }) => number);
  if (found.length === 0) return [];
  const first = group === "final" ? 0 : 1;
  const last = Math.max(...found);
  return Array.from({ length: last - first + 1 }, (_, index) => ({ group, number: first + index }));
}

function columnOf({ version: { micro, prerelease } }: AuditedRelease): Column {
  if (prerelease === undefined || micro > 0) return { group: "final", number: micro };
  return { group: prerelease.phase, number: prerelease.number };
}

/** The widest cells that fit; where even the narrowest do not, the names give way. */
function fit(
  grouped: readonly Column[][],
  longestName: number,
  columns: number,
): { cell: number; name: number } {
  const cells = grouped.reduce((sum, group) => sum + group.length, 0);
  const lastNumber = String(grouped.at(-1)?.at(-1)?.number ?? "");
  const fixed = 6 + gap.length * grouped.length;
  const rest = (cell: number): number =>
    columns - fixed - cells * cell - Math.max(0, lastNumber.length - cell);
  const cell = [3, 2].find((width) => rest(width) >= longestName) ?? 1;
  return { cell, name: Math.max(0, Math.min(longestName, rest(cell))) };
}

function groupHeading(group: readonly Column[], cell: number): string {
  const width = group.length * cell;
  return groupNames[group[0]?.group ?? "final"].slice(0, width).padEnd(width);
}

/** Every number that leaves room before the next, and every fifth in any case. */
function numbers(group: readonly Column[], cell: number): string {
  let row = "";
  for (const [index, { number }] of group.entries()) {
    const at = index * cell;
    const isShown = number % 5 === 0 || index === 0 || String(number).length < cell;
    if (isShown && row.length <= at) row = row.padEnd(at) + String(number);
  }
  // The last group has nothing behind it that a long number could push aside.
  const width = group.length * cell;
  return group[0]?.group === "final" ? row : row.slice(0, width).padEnd(width);
}

function marks(group: readonly Column[], row: SeriesRow, cell: number, style: Style): Printable {
  const verdictsAt = (wanted: Column): Verdict[] =>
    row.releases
      .filter((release) => {
        const column = columnOf(release);
        return column.group === wanted.group && column.number === wanted.number;
      })
      .map(({ verdict }) => verdict);
  const cells = group.map((column) => {
    const found = verdictsAt(column);
    const padding = " ".repeat(cell - 1);
    return line`${found.length === 0 ? " " : style.mark(worst(found))}${padding}`;
  });
  return Printable.joined(cells, "");
}
