import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import seeds from "@sigstore/tuf/seeds.json" with { type: "json" };
import { build, buildImage, ensureBase, publishedName, repository } from "../test/image/build.ts";
import { docker } from "../test/image/docker.ts";
import { addedTo, listImage } from "../test/image/image-contents.ts";
import { mirroredImages } from "../test/image/mirrored-image.ts";

/** Ways to get CPython's source into an image; each is a file in `bench/images/`. */
const ways = ["pyverify", "cosign", "sigstore-python", "sha256"] as const;
type Way = (typeof ways)[number];

/** The image that a way pulls besides Debian. */
const toolImages: Partial<Record<Way, string>> = {
  pyverify: publishedName,
  cosign: "ghcr.io/sigstore/cosign/cosign:v3",
};

interface BuildMeasurement {
  /** seconds in steps that install tools */
  readonly setUp: number;
  /** seconds in steps that download, verify and extract */
  readonly fetch: number;
  /** instructions of the stage, FROM included */
  readonly steps: number;
  readonly pulledBytes: number;
  /** paths in the final image that are neither Debian's nor the source */
  readonly leftovers: number;
}

/**
 * Compares the ways from a cold cache, `rounds` times each in turn, and prints a table. Wants a
 * Docker engine, the real releases, the Debian archive, PyPI, and cosign's image.
 */
export async function compareImages(rounds: number): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "pyverify-bench-"));
  await buildImage([
    ...["--tag", publishedName, "--file", join(repository, "Containerfile"), repository],
  ]);
  await ensureBase("debian:trixie-slim");
  const images = await mirroredImages();
  try {
    const root = seeds["https://tuf-repo-cdn.sigstore.dev"].targets["trusted_root.json"];
    writeFileSync(join(work, "trusted_root.json"), Buffer.from(root, "base64"));
    const measured = new Map<Way, BuildMeasurement[]>(ways.map((way) => [way, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const way of ways) {
        const flags = [
          ...[...images.flags, "--build-arg", `PYTHON_MIRROR=${images.mirror.url}`],
          ...["--build-context", `trusted-root=${work}`],
        ];
        measured.get(way)?.push(await measure(way, flags));
      }
    }
    printComparison(measured);
  } finally {
    await images.mirror.close();
    rmSync(work, { recursive: true });
  }
}

async function measure(way: Way, flags: readonly string[]): Promise<BuildMeasurement> {
  const file = join(repository, "bench/images", `${way}.Containerfile`);
  const tag = `pyverify-bench-${way}`;
  const certificates = process.env["NODE_EXTRA_CA_CERTS"];
  const secret = certificates === undefined ? [] : ["--secret", `id=ca,src=${certificates}`];
  const { stderr } = await build([
    ...["--no-cache", ...flags, ...secret, "--tag", tag, "--file", file],
    join(repository, "bench/images"),
  ]);
  const steps = stepsOf(stderr);
  const seconds = (wanted: (name: string) => boolean): number =>
    steps.filter(({ name }) => wanted(name)).reduce((sum, step) => sum + step.seconds, 0);
  const added = addedTo(await listImage("debian:trixie-slim"), await listImage(tag));
  return {
    setUp: seconds(isSetUp),
    fetch: seconds((name) => !isSetUp(name)),
    steps: steps.length + 1,
    pulledBytes: downloadedBytes(stderr) + (await imageBytes(toolImages[way])),
    leftovers: added.filter(({ path }) => !path.startsWith("usr/src")).length,
  };
}

/** Whether an instruction installs tools, or fetches the source with them. */
function isSetUp(instruction: string): boolean {
  return /apt-get|pip install|COPY/.test(instruction);
}

interface Step {
  readonly name: string;
  readonly seconds: number;
}

/** The instructions of the stage `cpython`, FROM left out, in BuildKit's plain log. */
function stepsOf(log: string): readonly Step[] {
  const names = new Map(
    [...log.matchAll(/^(#\d+) \[cpython \d+\/\d+\] (?!FROM)(.*)$/gm)].map((match) => [
      match[1] ?? "",
      match[2] ?? "",
    ]),
  );
  return [...names].map(([id, name]) => {
    const done = new RegExp(`^${id} DONE ([\\d.]+)s`, "m").exec(log);
    return { name, seconds: Number(done?.[1] ?? 0) };
  });
}

/** What apt-get and pip say that they downloaded. */
function downloadedBytes(log: string): number {
  const units: Record<string, number> = { "": 1, B: 1, k: 1e3, M: 1e6 };
  const amounts = [
    ...log.matchAll(/Fetched ([\d.,]+) (k|M|)B in/g),
    ...log.matchAll(/Downloading \S+ \(([\d.,]+) (k|M|)B\)/g),
  ];
  return amounts
    .map(([, amount = "0", unit = ""]) => Number(amount.replaceAll(",", "")) * (units[unit] ?? 1))
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** The compressed size of an image, as it is pulled. */
async function imageBytes(name: string | undefined): Promise<number> {
  if (name === undefined) return 0;
  const { stdout } = await docker(["image", "inspect", "--format", "{{.Size}}", name]);
  return Number(stdout.toString());
}

function printComparison(measured: ReadonlyMap<Way, readonly BuildMeasurement[]>): void {
  console.log("| way | instructions | set-up, s | fetch, s | pulled, MB | left over |");
  console.log("| --- | --- | --- | --- | --- | --- |");
  for (const [way, runs] of measured) {
    const middle = (value: (run: BuildMeasurement) => number): number =>
      runs.map(value).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)] ?? 0;
    const cells = [
      way,
      middle((run) => run.steps).toFixed(0),
      middle((run) => run.setUp).toFixed(1),
      middle((run) => run.fetch).toFixed(1),
      (middle((run) => run.pulledBytes) / 1e6).toFixed(0),
      middle((run) => run.leftovers).toFixed(0),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}
