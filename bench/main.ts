import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import seeds from "@sigstore/tuf/seeds.json" with { type: "json" };
import { tarballFormats } from "../src/release/release.ts";
import { compare, type Contender, isThere, missingPrograms } from "./contender.ts";
import {
  comparison,
  extractAlone,
  extraction,
  fetching,
  type Material,
  programs,
  repository,
  sigstorePython,
  startUp,
  tars,
  verification,
  verificationWithin,
} from "./contenders.ts";
import { compareImages } from "./images.ts";
import { compareWaiting } from "./link/waiting.ts";
import { writeMadeUpTarballs } from "./made-up-tarball.ts";
import { repositoryOf } from "../test/support/real-tag.ts";
import { realTarballs } from "../test/support/real-tarballs.ts";
import { printLeftOut, printMachine, printTable } from "./report.ts";

// npm run bench -- [--rounds N] [--only start-up,verify,extract,fetch,compare,growth] [--out FOLDER]
// npm run bench -- --images [--rounds N]    the ways to get the source into an image; see images.ts
// npm run bench -- --waiting [--alone] [--links 10/20,1000/100] [--rounds N]    what a user waits for; see link/
//
// Wants `npm run build` before, and CPython's real files in PYVERIFY_REAL_DATA. The peers are
// described in contenders.ts. Everything is written below FOLDER, a new one in the temporary folder.
const tables = ["start-up", "verify", "extract", "fetch", "compare", "growth"] as const;
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    only: { type: "string", default: tables.join(",") },
    out: { type: "string", default: tmpdir() },
    images: { type: "boolean", default: false },
    waiting: { type: "boolean", default: false },
    alone: { type: "boolean", default: false },
    links: { type: "string" },
  },
});
const rounds = Number(values.rounds);
const wanted = new Set(values.only.split(","));
const unknown = [...wanted].filter((name) => !tables.some((known) => known === name));
if (unknown.length > 0) {
  refuse(`--only ${values.only}: there is no table "${unknown[0]}", only ${tables.join(", ")}`);
}
if (!Number.isSafeInteger(rounds) || rounds < 1) {
  refuse(`--rounds ${values.rounds}: it is not a whole number from 1`);
}

const version = "3.13.5";
/** What makes the .tgz and the made-up tarballs, which no contender runs. */
const compressors = ["xz", "gzip"] as const;
const work = mkdtempSync(join(values.out, "pyverify-bench-"));
const out = join(work, "out");
let server: ChildProcess | undefined;
try {
  if (values.waiting) {
    await compareWaiting({ rounds, alone: values.alone, only: values.links?.split(",") });
  } else await (values.images ? compareImages(rounds) : main());
} finally {
  server?.kill();
  rmSync(work, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const material = await prepare();
  printMachine({
    tar: ["tar", "--version"],
    "machine's xz": ["xz", "--version"],
    ...(programs.xz === undefined ? {} : { "fastest xz": [programs.xz, "--version"] }),
    gzip: ["gzip", "--version"],
    curl: ["curl", "--version"],
    cosign: [programs.cosign, "version"],
  });
  console.log(
    `- CPython ${version}, ${rounds} runs of each in turn, medians; out to ${values.out}`,
  );
  if (wanted.has("start-up")) table("Start-up", startUp(), "cosign version");
  if (wanted.has("verify")) {
    const python = sigstorePython(material);
    const contenders = verification(material);
    table(
      "Verifying alone",
      hasSigstorePython() ? [...contenders, python] : contenders,
      "cosign verify-blob",
    );
    const within = verificationWithin();
    table("Verifying within a process", within, within[0]?.name);
  }
  const lacking = compressors.filter((program) => !isThere(program));
  for (const format of lacking.length === 0 ? tarballFormats : (["tar.xz"] as const)) {
    if (wanted.has("extract")) table(`Extracting a .${format}`, extraction(material, format));
    if (wanted.has("fetch"))
      table(`Fetching a .${format} from loopback`, fetching(material, format));
  }
  if (wanted.has("compare")) {
    const tag = join(work, "tag");
    await repositoryOf(version, tag);
    table("Comparing with the tag", comparison(material, tag), "pyverify fetch --offline");
  }
  if (lacking.length === 0) {
    if (wanted.has("growth")) await growth(material);
  } else if (["extract", "fetch", "growth"].some((name) => wanted.has(name))) {
    const names = lacking.join(", ");
    console.log(
      `\nLeft out: .tgz and growth, whose tarballs are made with what is missing: ${names}.`,
    );
  }
}

/** Measures those whose programs are there; ratios are to the first peer, unless one is named. */
function table(title: string, contenders: readonly Contender[], baseline?: string): void {
  const there = contenders.filter((contender) => missingPrograms(contender).length === 0);
  const leftOut = contenders.filter((contender) => !there.includes(contender));
  const peer = baseline ?? there.find(({ needs }) => needs !== undefined)?.name ?? "";
  printTable(title, compare(there, rounds, out), peer);
  if (leftOut.length > 0) {
    printLeftOut(
      leftOut.map(({ name }) => name),
      leftOut.flatMap(missingPrograms),
      there.some(({ name }) => name === peer),
    );
  }
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

/** One, two, four, eight times CPython. */
async function growth(material: Material): Promise<void> {
  for (const factor of [1, 2, 4, 8]) {
    const tar = join(work, "made-up.tar");
    await writeMadeUpTarballs(tar, factor);
    for (const [format, path] of [
      ["tar.xz", `${tar}.xz`],
      ["tgz", join(work, "made-up.tgz")],
    ] as const) {
      const ours = extractAlone(material, format, path, "3.14.99");
      table(`${factor} times CPython, .${format}`, [...tars(path, format), ours]);
    }
  }
}

async function prepare(): Promise<Material> {
  const ftp = join(realTarballs, version);
  if (!existsSync(ftp)) throw new Error(`no CPython ${version} in ${realTarballs}`);
  const addonFile = join(repository, "dist/lzma_native.node");
  if (!existsSync(addonFile)) throw new Error("npm run build first");
  const folder = join(work, "mirror", version);
  mkdirSync(folder, { recursive: true });
  for (const format of tarballFormats) {
    copyFileSync(
      join(ftp, `Python-${version}.${format}.sigstore`),
      join(folder, `Python-${version}.${format}.sigstore`),
    );
  }
  const tarXz = join(folder, `Python-${version}.tar.xz`);
  copyFileSync(join(ftp, `Python-${version}.tar.xz`), tarXz);
  // python.org makes both from one tar, and this gives its .tgz byte for byte.
  if (compressors.every(isThere)) {
    execFileSync("sh", ["-c", 'xz -dc "$1" | gzip -9n >"${1%.tar.xz}.tgz"', "sh", tarXz]);
  }
  const trustedRoot = join(work, "trusted_root.json");
  const { targets } = seeds["https://tuf-repo-cdn.sigstore.dev"];
  writeFileSync(trustedRoot, Buffer.from(targets["trusted_root.json"], "base64"));
  const addon = join(work, "addon");
  const prebuilt = join(addon, "prebuilds", `linux-${process.arch}`);
  mkdirSync(prebuilt, { recursive: true });
  copyFileSync(addonFile, join(prebuilt, "node.napi.node"));
  const mirror = await serve(join(work, "mirror"));
  return {
    version,
    identity: "thomas@python.org",
    issuer: "https://accounts.google.com",
    folder,
    mirror,
    trustedRoot,
    addon,
  };
}

async function serve(folder: string): Promise<string> {
  const script = join(repository, "bench/file-server.ts");
  server = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
  if (server.stdout === null) throw new Error("the mirror has no stdout");
  for await (const line of createInterface(server.stdout)) return line;
  throw new Error("the mirror did not start");
}

function hasSigstorePython(): boolean {
  try {
    execFileSync(programs.python, ["-c", "import sigstore"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
