import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { serveMirror } from "../test/support/mirror.ts";
import { bytesOf } from "../test/support/sigstore/bundle.ts";
import { createLocalSigstore } from "../test/support/sigstore/local-sigstore.ts";

// node bench/audit.ts        after `npm run build`
//
// How many releases a second an audit verifies against a mirror on loopback, and whether its memory
// grows with them. The mirror answers from the same machine, in this process.
const counts = [125, 250, 500, 1000];
const folder = mkdtempSync(join(tmpdir(), "pyverify-bench-audit-"));
const program = join(import.meta.dirname, "../dist/pyverify.mjs");
const sigstore = createLocalSigstore();

try {
  const trustedRoot = join(folder, "trusted_root.json");
  writeFileSync(trustedRoot, JSON.stringify(sigstore.trustedRoot()));
  console.log("| releases | seconds | releases a second | largest resident memory |");
  console.log("| ---: | ---: | ---: | ---: |");
  for (const [index, count] of counts.entries()) {
    publish(counts[index - 1] ?? 0, count);
    const { seconds, megabytes } = await audit(trustedRoot);
    const rate = (count / seconds).toFixed(0);
    console.log(`| ${count} | ${seconds.toFixed(1)} | ${rate} | ${megabytes.toFixed(0)} MB |`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Adds the releases 3.14.FROM up to 3.14.TO. */
function publish(from: number, to: number): void {
  for (let micro = from; micro < to; micro += 1) {
    const path = join(folder, "mirror", `3.14.${micro}`);
    const file = join(path, `Python-3.14.${micro}.tar.xz`);
    mkdirSync(path, { recursive: true });
    writeFileSync(file, file);
    writeFileSync(`${file}.sigstore`, bytesOf(sigstore.sign(Buffer.from(file))));
  }
}

async function audit(trustedRoot: string): Promise<{ seconds: number; megabytes: number }> {
  const mirror = await serveMirror(join(folder, "mirror"));
  const start = performance.now();
  const flags = ["--mirror", mirror.url, "--trusted-root", trustedRoot, "--rate", "999", "--json"];
  const child = spawn(process.execPath, [program, "audit", ...flags], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const closed = once(child, "close");
  let megabytes = 0;
  while (child.exitCode === null) {
    megabytes = Math.max(megabytes, residentMemory(child.pid));
    await pause(50);
  }
  await closed;
  const seconds = (performance.now() - start) / 1000;
  if (child.exitCode !== 0) throw new Error(`the audit failed with ${child.exitCode}`);
  await mirror.close();
  return { seconds, megabytes };
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
