import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, buildImage, repository } from "../../test/image/build.ts";
import { startRegistry } from "../../test/workflows/registry.ts";
import { programs } from "../contenders.ts";
import { printMachine } from "../report.ts";
import { startServers } from "./internet.ts";
import type { LinkSpeed } from "./shaped-link.ts";
import {
  curlAlone,
  empty,
  type Place,
  run as runIn,
  runPyverify,
  type Steps,
  ways,
} from "./ways.ts";

/** What a machine of each kind is connected by. */
const links: readonly LinkSpeed[] = [10, 100, 1000].flatMap((megabits) =>
  [20, 100].map((roundTrip) => ({ megabits, roundTrip })),
);

/** What `apt-get` gets in `bench/images/sha256.Containerfile`, lists included; see compareImages. */
const packageBytes = 12_000_000;

export interface WaitingOptions {
  readonly rounds: number;
  /** pyverify beside curl alone, without images and without the other ways */
  readonly alone: boolean;
  /** the links to measure, as `10/20`; all of them without it */
  readonly only?: readonly string[] | undefined;
}

/**
 * Measures what a user waits for over links of several speeds, from nothing to the source, and prints
 * a table of each. Wants `npm run build` before, curl, and the real releases; with the other ways also
 * a Docker engine, docker-registry, skopeo and cosign.
 */
export async function compareWaiting(options: WaitingOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pyverify-bench-"));
  printMachine({
    curl: ["curl", "--version"],
    ...(options.alone ? {} : { cosign: [programs.cosign, "version"] }),
  });
  const registry = options.alone
    ? { address: "127.0.0.1:9", stop: async () => undefined }
    : await startRegistry("docker-registry", folder);
  const cosign = options.alone ? undefined : await pushImages(folder, registry.address);
  const servers = await startServers(folder, registry.address, {
    cosign: cosign === undefined ? 0 : statSync(cosign).size,
    packages: packageBytes,
  });
  try {
    for (const speed of links) {
      const { megabits, roundTrip } = speed;
      if (options.only?.includes(`${megabits}/${roundTrip}`) === false) continue;
      console.log(`\n### ${megabits} Mbit/s, ${roundTrip} ms\n`);
      const internet = await servers.behind(speed);
      const work = join(folder, "work");
      const place: Place = { internet, servers, work, cosignHome: join(folder, "cosign-home") };
      empty(place);
      try {
        if (options.alone) await alone(place, speed, options.rounds);
        else await compareWays(place, options.rounds);
      } finally {
        await internet.close();
      }
    }
  } finally {
    await servers.close();
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareWays(place: Place, rounds: number): Promise<void> {
  await makeCosignHome(place);
  const names = Object.keys(ways);
  const runs = new Map<string, Steps[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      runs.get(name)?.push(await way(place));
      empty(place);
    }
  }
  const columns = ["set-up", "tarball", "bundle", "verification", "extraction"];
  console.log(`| way | ${columns.join(" | ")} | total | of cosign's image |`);
  console.log(`| --- |${" ---: |".repeat(columns.length + 2)}`);
  const totalOf = (name: string): number =>
    median((runs.get(name) ?? []).map((steps) => sum(Object.values(steps))));
  for (const [name, all] of runs) {
    const cells = columns.map((column) => {
      const values = all.flatMap((steps) => steps[column] ?? []);
      return values.length === 0 ? "–" : median(values).toFixed(2);
    });
    const ratio = totalOf(name) / totalOf("cosign's image");
    console.log(
      `| ${name} | ${cells.join(" | ")} | ${totalOf(name).toFixed(2)} | ${ratio.toFixed(2)} |`,
    );
  }
}

/** How long pyverify takes to have verified, beside the tarball's own download. */
async function alone(place: Place, { roundTrip }: LinkSpeed, rounds: number): Promise<void> {
  const runs = new Map<string, { readonly there: number[]; readonly verified: number[] }>();
  const downloads: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    downloads.push(await curlAlone(place));
    empty(place);
    for (const [name, spec, program] of aloneRuns()) {
      place.internet.requests();
      const start = performance.now();
      const { tarball = 0, verification = 0 } = await runPyverify(spec, place, program, "verified");
      const { there, verified } = runs.get(name) ?? { there: [], verified: [] };
      runs.set(name, {
        there: [...there, tarball],
        verified: [...verified, tarball + verification],
      });
      empty(place);
      if (round > 0) continue;
      console.log(`    ${name}`);
      for (const { path, at } of place.internet.requests()) {
        console.log(`    ${(at - start).toFixed(0).padStart(6)} ms ${path}`);
      }
    }
  }
  const download = median(downloads);
  console.log("\n| | tarball there, s | verified, s | later than curl, round trips |");
  console.log("| --- | ---: | ---: | ---: |");
  console.log(`| curl | ${download.toFixed(2)} | – | 0 |`);
  for (const [name, run] of runs) {
    const [there, verified] = [median(run.there), median(run.verified)];
    const later = (((verified - download) * 1000) / roundTrip).toFixed(1);
    console.log(`| ${name} | ${there.toFixed(2)} | ${verified.toFixed(2)} | ${later} |`);
  }
}

/** What is run: this build of each SPEC, and another beside it where `PYVERIFY_BENCH_OTHER` names one. */
function aloneRuns(): readonly (readonly [name: string, spec: string, program?: string])[] {
  const other = process.env["PYVERIFY_BENCH_OTHER"];
  const runs: [name: string, spec: string, program?: string][] = [];
  for (const spec of ["3.14.0", "3.14", "latest"]) {
    runs.push([`pyverify fetch ${spec}`, spec]);
    if (other !== undefined) runs.push([`the other's fetch ${spec}`, spec, other]);
  }
  return runs;
}

/** A home as it is with Sigstore's own repository: cosign knows its address and its first root. */
async function makeCosignHome({ internet, servers, work, cosignHome }: Place): Promise<void> {
  rmSync(cosignHome, { recursive: true, force: true });
  mkdirSync(cosignHome);
  const command = [
    programs.cosign,
    "initialize",
    "--mirror",
    internet.tuf,
    "--root",
    servers.tufRoot,
  ];
  await runIn(command, { work }, { HOME: cosignHome, SSL_CERT_FILE: servers.ca });
  const cached = join(cosignHome, ".sigstore/root", new URL(internet.tuf).host.replace(":", "-"));
  for (const name of ["timestamp.json", "snapshot.json", "targets.json", "targets"]) {
    rmSync(join(cached, name), { recursive: true });
  }
}

/** @returns where cosign's executable lies */
async function pushImages(folder: string, registry: string): Promise<string> {
  const push = (archive: string, name: string): void => {
    const from = `oci-archive:${archive}`;
    const to = `docker://${registry}/${name}`;
    execFileSync("skopeo", ["copy", "--quiet", "--dest-tls-verify=false", from, to]);
  };
  for (const [tag, compression] of [
    ["gzip", ""],
    // As docker-bake.hcl has it.
    ["zstd", ",compression=zstd,compression-level=19,force-compression=true"],
  ] as const) {
    const archive = join(folder, `${tag}.tar`);
    await buildImage([
      "--provenance=false",
      `--output=type=oci,dest=${archive}${compression}`,
      "--file",
      join(repository, "Containerfile"),
      repository,
    ]);
    push(archive, `pyverify:${tag}`);
    rmSync(archive);
  }
  const cosign = execFileSync("sh", ["-c", 'command -v "$1"', "sh", programs.cosign]);
  const file = cosign.toString().trim();
  const context = join(folder, "cosign");
  mkdirSync(context);
  copyFileSync(file, join(context, "cosign"));
  writeFileSync(join(context, "Containerfile"), "FROM scratch\nCOPY cosign /ko-app/cosign\n");
  const archive = join(folder, "cosign.tar");
  await build([
    "--provenance=false",
    `--output=type=oci,dest=${archive}`,
    "--file",
    join(context, "Containerfile"),
    context,
  ]);
  push(archive, "cosign:latest");
  return file;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
