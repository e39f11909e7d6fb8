import { identitySources, signedSeries } from "../../../release/release-managers.ts";
import { command } from "../../command.ts";
import { formatJson } from "../../../base/json.ts";

/** `pyverify identities`: who signs which series, and where that is written. */
export const identitiesCommand = command({
  name: "identities",
  summary: "who signs which series",
  description: "Prints who has to have signed each series, and where that can be checked.",
  args: {
    json: { type: "boolean", description: "the table as JSON" },
  },
  examples: [{ command: "pyverify identities", meaning: "the whole table" }],
  run: async ({ json }, { stdout }) => {
    stdout.write(json === true ? asJson() : asTable());
    return 0;
  },
});

function asJson(): string {
  const series = signedSeries.map((row) => ({
    series: row.series,
    signedSince: row.signedSince,
    pep: row.pep ?? null,
    releaseManagers: row.releaseManagers.map(({ name, identity }) => ({
      name,
      identity: identity.subject,
      issuer: identity.issuer,
    })),
  }));
  return formatJson({ series, sources: identitySources });
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
