import { artifactKinds } from "../../../release/artifact-types.ts";
import { identitySources, signedSeries } from "../../../release/release-managers.ts";
import { signedSince } from "../../../release/signing-history.ts";
import type { ArgumentsOf } from "../../definition.ts";
import type { Host } from "../../terminal/host.ts";
import { Printable } from "../../terminal/printable.ts";
import type { definition } from "./definition.ts";

/** Prints the table of release managers, and what they sign besides the source. */
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
    artifacts: artifactKinds.flatMap((artifact) => {
      const since = signedSince(row.series, artifact);
      return since === undefined ? [] : [{ artifact, signedSince: since.text }];
    }),
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
  const sources = identitySources.map((url) => `  ${url}\n`).join("");
  return `${managers()}\n\n${files()}\n\nsources:\n${sources}`;
}

function managers(): string {
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
  return table([["series", "since", "release manager", "identity", "issuer", "schedule"], ...rows]);
}

/** What is signed besides the source, by `--artifact`, and since which release of each series. */
function files(): string {
  const kinds = artifactKinds.filter((kind) => kind !== "source");
  const columns = signedSeries
    .map(({ series }) => series)
    .filter((series) => kinds.some((kind) => signedSince(series, kind) !== undefined));
  const rows = kinds.map((kind) =>
    [kind as string].concat(columns.map((series) => signedSince(series, kind)?.text ?? "")),
  );
  return table([["signed besides the source, since", ...columns], ...rows]);
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return lines.join("\n");
}
