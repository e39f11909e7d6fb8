import { chmodSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { geteuid } from "node:process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parseReport, reportLine } from "../../../src/extract/decode/decoder-report.ts";
import { startDecompressor } from "../../../src/extract/decode/decompress.ts";
import type * as Limits from "../../../src/extract/limits.ts";
import { unpack } from "../../../src/extract/unpack.ts";
import { pythonOrg } from "../../../src/release/release.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { xz } from "../../support/archives/compression.ts";
import { archive, file } from "../../support/archives/tar-builder.ts";
import { decodersOf, descriptorsOf, look } from "../../support/decoder-processes.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

/** What runs as the decoding process: the real one, where a test names no other. */
const program = vi.hoisted(() => ({ script: "", folder: "*" }));
vi.mock("../../../src/extract/decode/decoder-program.ts", () => ({ decoderProgram: program }));
vi.mock("../../../src/extract/limits.ts", async (original) => {
  const { limits } = await original<typeof Limits>();
  return { limits: { ...limits, archiveBytes: 8 * 1024 * 1024 } };
});

const realDecoder = join(import.meta.dirname, "../../../src/extract/decode/decoder-main.ts");
const tarball = await xz(archive(file("configure", "#!/bin/sh\n")));

/** On a busy machine even the end of a process takes a while. */
const patience = { timeout: 60_000 };

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
  program.script = realDecoder;
});
afterEach(() => workspace.remove());

/** Another program in the decoder's place: what it may do, and no more, is what the decoder may. */
function decoderThat(does: string): void {
  const folder = join(workspace.path, "decoder");
  mkdirSync(folder);
  program.script = join(folder, "decoder.mjs");
  const lines = ['import fs from "node:fs";', does];
  writeFileSync(program.script, lines.join("\n"));
}

const says = (words: string): string => `fs.writeSync(2, ${JSON.stringify(words)});`;
const dies = (signal: string): string => `process.kill(process.pid, "${signal}"); for (;;);`;
/** What a tarball begins with, so that something has been written by then. */
const decodesSome = `fs.writeSync(1, Buffer.from("${archive().subarray(0, 1024).toString("base64")}", "base64"));`;

function extracting(signal = new AbortController().signal): Promise<object> {
  return unpack(
    tarball,
    sourceTarball(parseVersion("3.14.99"), { format: "tar.xz", mirror: pythonOrg }),
    { destination: join(workspace.work, "out") },
    startDecompressor("tar.xz"),
    { observe: () => undefined, signal },
  );
}

describe("a decoding process that does not do its work is refused, and leaves nothing:", () => {
  test.each([
    [
      "it crashes in the middle",
      says("started\nloaded\n") + decodesSome + dies("SIGSEGV"),
      "archive/decoder-crashed",
      "the process that decodes was ended by SIGSEGV",
    ],
    [
      "it crashes while it loads the addon",
      says("started\n") + dies("SIGBUS"),
      "usage/format-unavailable",
      "the process that decodes was ended by SIGBUS",
    ],
    [
      "it does not come to run",
      says("node: bad option\n") + "process.exit(9);",
      "filesystem/decoder-not-started",
      "the process that decodes was ended by exit code 9: node: bad option",
    ],
    [
      "Node gets no thread in it",
      says("started\nloaded\n") + dies("SIGABRT"),
      "filesystem/decoder-not-started",
      "the process that decodes was ended by SIGABRT",
    ],
    [
      "the kernel kills it",
      says("started\nloaded\n") + dies("SIGKILL"),
      "filesystem/machine-limit",
      "the process that decodes was ended by SIGKILL",
    ],
    [
      "it runs out of memory",
      says("started\nloaded\nFATAL ERROR: JavaScript heap out of memory\n") + dies("SIGABRT"),
      "filesystem/machine-limit",
      expect.stringContaining("SIGABRT: FATAL ERROR"),
    ],
    [
      "it says that it is done when it is not",
      says("started\nloaded\n") + decodesSome + says("end\n"),
      "archive/archive-malformed",
      expect.any(String),
    ],
    [
      "it never ends what it decodes",
      `${says("started\nloaded\n")} for (;;) fs.writeSync(1, Buffer.alloc(65536));`,
      "archive/limit-exceeded",
      "it could fill memory or disk",
    ],
    [
      "it says what no decoder says",
      says(`started\nfailed ${"x".repeat(100_000)}\n\u0000\u001b[2J\n`) + "process.exit(3);",
      "usage/format-unavailable",
      expect.stringContaining("exit code 3"),
    ],
  ])("%s", async (_, does, code, because) => {
    decoderThat(does);
    const before = await workspace.contents();
    const error: unknown = await extracting().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ because });
    const { kind, code: word } = error as { kind: string; code: string };
    expect(`${kind}/${word}`).toBe(code);
    await rest();
    expect(await workspace.contents()).toEqual(before);
  });

  test("there is no such file to run", async () => {
    program.script = join(workspace.path, "nowhere.mjs");
    await expect(extracting()).rejects.toMatchObject({
      kind: "usage",
      code: "format-unavailable",
      because: `there is no ${program.script}`,
    });
  });
});

/** The decoder's own folder is no part of what a run leaves. */
async function rest(): Promise<void> {
  await vi.waitFor(() => expect(decodersOf(process.pid)).toEqual([]), patience);
}

describe("the decoding process", () => {
  test("may not write, start a process or a thread, or read beside its program", async () => {
    decoderThat(`
const { spawnSync } = await import("node:child_process");
const { Worker } = await import("node:worker_threads");
const tried = [
  () => fs.writeFileSync(${JSON.stringify(join("/tmp", "pyverify-decoder-wrote"))}, ""),
  () => spawnSync("true"),
  () => new Worker("", { eval: true }),
  () => fs.readFileSync("/etc/passwd"),
].map((attempt) => { try { attempt(); return "done"; } catch (error) { return error.code; } });
fs.writeSync(2, "started\\nloaded\\nfailed bug " + JSON.stringify(tried.join()) + "\\n");`);
    program.folder = join(workspace.path, "decoder");
    await expect(extracting()).rejects.toThrow(
      new Error(Array.from({ length: 4 }, () => "ERR_ACCESS_DENIED").join()),
    );
    program.folder = "*";
  });

  test("has nothing of the environment, no descriptor but its pipes, and a session of its own", async () => {
    vi.stubEnv("PYVERIFY_SECRET", "x");
    const held = readFileSync("/proc/self/stat", "utf8").split(" ")[5];
    const decompressor = startDecompressor("tar.xz");
    try {
      const { pid, status } = await decoder();
      expect(readFileSync(`/proc/${pid}/environ`, "utf8")).toBe("UV_THREADPOOL_SIZE=1\0");
      expect(readlinkSync(`/proc/${pid}/cwd`)).toBe("/");
      const given = Object.entries(descriptorsOf(pid)).filter(
        // Node's own, and the high ones that whoever runs the tests has left open.
        ([number, target]) => !target.startsWith("anon_inode:") && Number(number) < 200,
      );
      const files = given.filter(([, target]) => target.startsWith("/") && target !== "/dev/null");
      expect(files).toEqual([]);
      expect(given.slice(0, 3).map(([, target]) => target)).toEqual(
        Array.from({ length: 3 }, () => expect.stringMatching(/^socket:/)),
      );
      expect(given.slice(3).filter(([, target]) => target.startsWith("socket:"))).toEqual([]);
      expect(readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[5]).toBe(String(pid));
      expect(held).not.toBe(String(pid));
      expect(status["Uid"]).toBeDefined();
    } finally {
      vi.unstubAllEnvs();
      decompressor.stop();
    }
  });

  test.runIf(geteuid?.() === 0)("runs as nobody where pyverify is root", async () => {
    const decompressor = startDecompressor("tar.xz");
    try {
      const { status } = await decoder();
      const all = Array.from({ length: 4 }, () => "65534").join("\t");
      expect(status).toMatchObject({ Uid: all, Gid: all, Groups: "", CapEff: "0".repeat(16) });
    } finally {
      decompressor.stop();
    }
  });

  test.runIf(geteuid?.() === 0)("runs as root where nobody could not read it", async () => {
    decoderThat(
      says('started\nloaded\nfailed limit "as "\n').replace("as ", "as") +
        "setInterval(() => 0, 1000);",
    );
    chmodSync(workspace.path, 0o700);
    const decompressor = startDecompressor("tar.xz");
    try {
      expect((await decoder()).status["Uid"]).toBe("0\t0\t0\t0");
    } finally {
      decompressor.stop();
    }
  });

  test("is given up where Node itself waits for ever", async () => {
    decoderThat("for (;;);");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const extraction = extracting();
      extraction.catch(() => undefined);
      await decoder();
      vi.advanceTimersByTime(60_000);
      await expect(extraction).rejects.toMatchObject({
        code: "decoder-not-started",
        because: "it has not begun to run within 60 seconds",
      });
    } finally {
      vi.useRealTimers();
    }
  });

  test("is gone once it is stopped, whatever it is doing", async () => {
    decoderThat(`${says("started\n")} for (;;);`);
    const decompressor = startDecompressor("tar.xz");
    const { pid } = await decoder();
    decompressor.stop();
    await vi.waitFor(() => expect(look(pid)).toBeUndefined(), patience);
  });
});

/** The one that was started, once it has become the other program and user. */
async function decoder() {
  for (;;) {
    const [found] = decodersOf(process.pid);
    // It has become the other program and user, and waits for its tarball.
    if (found !== undefined && found.status["VmRSS"] !== undefined) {
      await sleep(300);
      const later = look(found.pid);
      if (later !== undefined) return later;
    }
    await sleep(10);
  }
}

describe("a report", () => {
  test.each(["started", "loaded", "end"] as const)("%s is read as it was written", (type) => {
    expect(parseReport(reportLine({ type }).trimEnd())).toEqual({ type });
  });

  test("of a failure is read as it was written, whatever its reason", () => {
    const failures = fc.record({
      type: fc.constantFrom("compression", "limit", "addon", "bug"),
      reason: fc.string({ unit: "binary" }),
    });
    fc.assert(
      fc.property(failures, (failure) => {
        const [line, ...more] = reportLine({ type: "failed", failure }).split("\n");
        expect(more).toEqual([""]);
        expect(parseReport(line ?? "")).toEqual({ type: "failed", failure });
      }),
    );
  });

  test.each(["", "end ", "failed", 'failed bug "', "failed bug 1", 'failed worm "x"', "ended"])(
    "%j is none",
    (line) => {
      expect(parseReport(line)).toBeUndefined();
    },
  );
});
