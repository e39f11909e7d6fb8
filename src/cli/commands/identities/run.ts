import { identitySources, signedSeries } from "../../../release/release-managers.ts";
import type { ArgumentsOf } from "../../definition.ts";
import type { Host } from "../../terminal/host.ts";
import { Printable } from "../../terminal/printable.ts";
import type { definition } from "./definition.ts";

/** Prints the table of release managers. */
export async function run(
  { json }: ArgumentsOf<typeof definition>,
  { stdout }: Host,
): Promise<number> {
  await stdout.print(json?.value === true ? asJson() : Printable.document(asTable()));
  return 0;
}

function asJson(): Printable {
  const series = signedSeries.map((row) => ({
    series: row.series,
    signedSince: row.signedSince,
    pep: row.pep ?? null,
    releaseManagers: row.releaseManagers.map(({ name, identity }) => ({
      name,
      identity: identity.subject,
      issuer: identity.issuer,
      signsFrom: identity.period?.from ?? null,
      signsUntil: identity.period?.until ?? null,
    })),
  }));
  return Printable.json({ series, sources: identitySources });
}

function asTable(): string {
  const rows = signedSeries.flatMap((row) =>
    row.releaseManagers.map(({ name, identity }) => [
      row.series,
      row.signedSince,
      name,
      identity.subject,
      identity.issuer,
      row.pep ?? "no PEP yet",
    ]),
  );
  const table = [["series", "since", "release manager", "identity", "issuer", "schedule"], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n\nsources:\n${identitySources.map((url) => `  ${url}`).join("\n")}\n`;
}
