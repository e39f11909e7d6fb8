import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { artifactName, artifactTypes } from "../src/release/artifact-types.ts";
import { parseVersion } from "../src/release/version.ts";
import { serveMirror } from "../test/support/mirror.ts";
import { bytesOf } from "../test/support/sigstore/bundle.ts";
import { createLocalSigstore } from "../test/support/sigstore/local-sigstore.ts";

// node bench/audit.ts        after `npm run build`
//
// How many files and releases a second an audit verifies against a mirror on loopback, in time and in
// processor time, and whether its memory grows with them. A release has all the files of 3.14. The
// mirror answers from the same machine, in this process.
const counts = [25, 75, 225, 834];
const folder = mkdtempSync(join(tmpdir(), "pyverify-bench-audit-"));
const program = join(import.meta.dirname, "../dist/pyverify.mjs");
const sigstore = createLocalSigstore();
/** The iOS framework came with 3.15. */
const types = artifactTypes.filter(({ kind }) => kind !== "ios");

try {
  const trustedRoot = join(folder, "trusted_root.json");
  writeFileSync(trustedRoot, JSON.stringify(sigstore.trustedRoot()));
  console.log("| files | seconds | files a second | of processor time | largest resident memory |");
  console.log("| ---: | ---: | ---: | ---: | ---: |");
  for (const [index, count] of counts.entries()) {
    publish(counts[index - 1] ?? 0, count);
    const { seconds, busy, megabytes } = await audit(trustedRoot);
    const files = count * types.length;
    const rates = [seconds, busy].map((time) => (files / time).toFixed(0)).join(" | ");
    console.log(`| ${files} | ${seconds.toFixed(1)} | ${rates} | ${megabytes.toFixed(0)} MB |`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Adds the releases 3.14.FROM up to 3.14.TO. */
function publish(from: number, to: number): void {
  for (let micro = from; micro < to; micro += 1) {
    const path = join(folder, "mirror", `3.14.${micro}`);
    mkdirSync(path, { recursive: true });
    for (const type of types) {
      const file = join(path, artifactName(parseVersion(`3.14.${micro}`), type));
      writeFileSync(file, file);
      writeFileSync(`${file}.sigstore`, bytesOf(sigstore.sign(Buffer.from(file))));
    }
  }
}

interface Measured {
  readonly seconds: number;
  /** seconds of processor time, of all threads */
  readonly busy: number;
  readonly megabytes: number;
}

async function audit(trustedRoot: string): Promise<Measured> {
  const mirror = await serveMirror(join(folder, "mirror"));
  const start = performance.now();
  const flags = ["--mirror", mirror.url, "--trusted-root", trustedRoot, "--rate", "999", "--json"];
  const child = spawn(process.execPath, [program, "audit", ...flags], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const closed = once(child, "close");
  let megabytes = 0;
  let busy = 0;
  while (child.exitCode === null) {
    megabytes = Math.max(megabytes, residentMemory(child.pid));
    busy = Math.max(busy, processorTime(child.pid));
    await pause(50);
  }
  await closed;
  const seconds = (performance.now() - start) / 1000;
  if (child.exitCode !== 0) throw new Error(`the audit failed with ${child.exitCode}`);
  await mirror.close();
  return { seconds, busy, megabytes };
}

/** The seconds that a process has kept a processor busy, which count in hundredths. */
function processorTime(pid: number | undefined): number {
  try {
    const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
    const [user = 0, system = 0] = fields.split(" ").slice(11, 13).map(Number);
    return (user + system) / 100;
  } catch {
    return 0;
  }
}

/** The most that a process has had in memory so far. */
function residentMemory(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
