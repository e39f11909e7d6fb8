import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { reportPage } from "../src/audit/page/report-page.ts";
import type { AuditReport, ReportedArtifact } from "../src/audit/report/report.ts";
import { artifactName, artifactTypes } from "../src/release/artifact-types.ts";
import { parseVersion } from "../src/release/version.ts";
import { chromium, launch } from "../test/browser/chromium.ts";
import { realArtifacts, realBundles } from "../test/support/real-bundles.ts";

// node bench/audit-page.ts [FILES…]        after `npm run build`; needs a Chromium
//
// How long a browser takes to open an audit's page, and to follow a letter in its search and a choice
// in its filters, for so many files: those of the real bundles, again and again in later series.
const counts = process.argv.slice(2).map(Number);
const folder =
  process.env["PYVERIFY_BENCH_PAGES"] ?? mkdtempSync(join(tmpdir(), "pyverify-pages-"));
const program = join(import.meta.dirname, "../dist/pyverify.mjs");

if (chromium === undefined) throw new Error("there is no Chromium");
const browser = await launch(chromium);
try {
  console.log("| files | page | open | a letter in the search | a choice in a filter |");
  console.log("| ---: | ---: | ---: | ---: | ---: |");
  for (const count of counts.length === 0 ? [900, 10_000] : counts) {
    const file = join(folder, `${count}.html`);
    writeFileSync(file, reportPage(repeated(realReport(), count), new Date(0)));
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const opened = await median(3, () => open(page, file));
    const search = await median(3, () => searching(page));
    const filter = await median(3, () => filtering(page));
    const size = (statSync(file).size / 1e6).toFixed(1);
    console.log(`| ${count} | ${size} MB | ${opened} ms | ${search} ms | ${filter} ms |`);
    await page.close();
  }
} finally {
  await browser.close();
  if (process.env["PYVERIFY_BENCH_PAGES"] === undefined) rmSync(folder, { recursive: true });
}

/** The audit of every real bundle that is in the repository. */
function realReport(): AuditReport {
  const reports = [realBundles, realArtifacts].map((bundles): AuditReport => {
    const args = [program, "audit", "--bundles", bundles, "--offline", "--json"];
    const maxBuffer = 64 * 1024 * 1024;
    return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer }));
  });
  const [first] = reports;
  if (first === undefined) throw new Error("there is no report");
  return { ...first, artifacts: reports.flatMap(({ artifacts }) => artifacts) };
}

/** The same files in series after series, until there are so many. */
function repeated(report: AuditReport, count: number): AuditReport {
  const artifacts: ReportedArtifact[] = [];
  for (let round = 0; artifacts.length < count; round += 1) {
    artifacts.push(...report.artifacts.map((artifact) => inLaterSeries(artifact, round)));
  }
  artifacts.length = count;
  const summary = { verified: count, refused: 0, missing: 0, unreachable: 0, unsigned: 0 };
  const kinds = Object.fromEntries(
    artifactTypes.map(({ kind }) => {
      const verified = artifacts.filter((artifact) => artifact.kind === kind).length;
      return [kind, { ...summary, verified }];
    }),
  );
  return { ...report, artifacts, summary, kinds };
}

function inLaterSeries(artifact: ReportedArtifact, round: number): ReportedArtifact {
  if (round === 0) return artifact;
  const { major, minor, micro, prerelease } = parseVersion(artifact.version);
  const series = `${major}.${minor + 10 * round}` as const;
  const phase = prerelease === undefined ? "" : `${prerelease.phase}${prerelease.number}`;
  const version = `${series}.${micro}${phase}`;
  const type = artifactTypes.find(
    ({ kind, format }) => kind === artifact.kind && format === artifact.format,
  );
  if (type === undefined) throw new Error(`${artifact.kind} is no kind of file`);
  const file = artifactName(parseVersion(version), type);
  return { ...artifact, version, series, file };
}

async function open(page: Page, file: string): Promise<number> {
  await page.goto("about:blank");
  const start = performance.now();
  await page.goto(pathToFileURL(file).href);
  await nextFrame(page);
  return performance.now() - start;
}

function searching(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const query = document.querySelector<HTMLInputElement>("#query");
    if (query === null) throw new Error("there is no search");
    const start = performance.now();
    query.value = query.value === "" ? "a" : "";
    query.dispatchEvent(new Event("input"));
    await new Promise((done) => {
      requestAnimationFrame(() => setTimeout(done));
    });
    return performance.now() - start;
  });
}

function filtering(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const kind = document.querySelector<HTMLSelectElement>("#kind");
    if (kind === null) throw new Error("there is no filter");
    const start = performance.now();
    kind.value = kind.value === "" ? "macos" : "";
    kind.dispatchEvent(new Event("change"));
    await new Promise((done) => {
      requestAnimationFrame(() => setTimeout(done));
    });
    return performance.now() - start;
  });
}

function nextFrame(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((done) => {
        requestAnimationFrame(() => setTimeout(done));
      }),
  );
}

async function median(rounds: number, measure: () => Promise<number>): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await measure());
  return (times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0).toFixed(0);
}
