import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";

import type { Terminal } from "../../../src/cli/terminal/host.ts";
import { bars, lines, type ProgressDisplay } from "../../../src/cli/terminal/progress-display.ts";
import { bytes, duration, phaseFacts, phaseLine } from "../../../src/cli/terminal/progress-text.ts";
import { RunningPhases } from "../../../src/cli/terminal/running-phases.ts";
import type { ProgressEvent } from "../../../src/base/progress.ts";

const start: ProgressEvent = { type: "start", phase: "download", subject: "Python-3.14.0.tar.xz" };
const megabytes = 1_000_000;
const advance = (done: number, total?: number): ProgressEvent => ({
  type: "advance",
  phase: "download",
  done: done * megabytes,
  ...(total === undefined ? {} : { total: total * megabytes }),
});
const undimmed = { colors: false };

function phasesAfter(...events: readonly (readonly [at: number, event: ProgressEvent])[]) {
  const phases = new RunningPhases();
  for (const [at, event] of events) phases.apply(event, at);
  return phases;
}

describe("what is told of a phase", () => {
  it("is its title alone until bytes are counted", () => {
    const [phase] = phasesAfter([0, start]).list(0);
    expect(phase && String(phaseLine(phase, 80, 0, undimmed))).toBe(
      "⠋ downloading Python-3.14.0.tar.xz",
    );
  });

  it("is bytes, rate and the time left, where the end is known", () => {
    const [phase] = phasesAfter([0, start], [0, advance(0, 20)], [2000, advance(10, 20)]).list(
      2000,
    );
    expect(phase && phaseFacts(phase)).toBe("10.0 of 20.0 MB, 5.0 MB/s, 2 s left");
    expect(phase && String(phaseLine(phase, 110, 0, undimmed))).toBe(
      `⠋ downloading Python-3.14.0.tar.xz  ${"━".repeat(15)}${"─".repeat(15)}  10.0 of 20.0 MB, 5.0 MB/s, 2 s left`,
    );
  });

  it("is bytes and rate, where it is not", () => {
    const [phase] = phasesAfter([0, start], [0, advance(0)], [1000, advance(3)]).list(1000);
    expect(phase && phaseFacts(phase)).toBe("3.0 MB, 3.0 MB/s");
  });

  it("is a rate of the last seconds, which falls while nothing comes", () => {
    const phases = phasesAfter(
      [0, start],
      [0, advance(0, 99)],
      [10_000, advance(10, 99)],
      [11_000, advance(15, 99)],
    );
    expect(phases.list(11_000)[0]?.rate).toBe(5 * megabytes);
    expect(phases.list(20_000)[0]?.rate).toBe(0.5 * megabytes);
  });

  it("is no negative rate when a download starts anew", () => {
    const phases = phasesAfter([0, start], [1000, advance(10, 20)], [2000, advance(0, 20)]);
    expect(phases.list(2000)[0]?.rate).toBeUndefined();
    expect(phases.list(4000)[0]?.rate).toBe(0);
  });

  it.each([10, 20, 40, 60, 80, 200])("fits into %i columns", (columns) => {
    const [phase] = phasesAfter([0, start], [0, advance(0, 20)], [2000, advance(10, 20)]).list(
      2000,
    );
    expect(phase && String(phaseLine(phase, columns, 0, undimmed)).length).toBeLessThan(columns);
  });

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [23_456, "23 kB"],
    [23_595_844, "23.6 MB"],
  ])("gives %i bytes as %s", (count, text) => {
    expect(bytes(count)).toBe(text);
  });

  it.each([
    [0.2, "1 s"],
    [59, "59 s"],
    [125, "2 min 5 s"],
  ])("gives %d seconds as %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

interface Shown {
  readonly terminal: Terminal;
  readonly written: string[];
}

function fakeTerminal(isTTY: boolean): Shown {
  const written: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk.toString());
      done();
    },
  });
  const write: Terminal["write"] = (text) => void written.push(String(text));
  return { written, terminal: { write, isTTY, columns: 100, colors: false, stream } };
}

function linesOf(details: boolean, ...events: readonly (readonly [number, ProgressEvent])[]) {
  const { terminal, written } = fakeTerminal(false);
  let now = 0;
  const display: ProgressDisplay = lines(terminal, { details }, () => now);
  for (const [at, event] of events) {
    now = at;
    display.observe(event);
  }
  display.stop();
  return written;
}

describe("without a terminal", () => {
  it("a phase is a line, and a long one is another every few seconds", () => {
    const pieces = Array.from({ length: 120 }, (_, index): readonly [number, ProgressEvent] => [
      index * 100,
      advance(index / 10, 20),
    ]);
    expect(linesOf(false, [0, start], ...pieces)).toEqual([
      "pyverify: downloading Python-3.14.0.tar.xz\n",
      "pyverify: downloading Python-3.14.0.tar.xz: 5.0 of 20.0 MB, 1.0 MB/s, 15 s left\n",
      "pyverify: downloading Python-3.14.0.tar.xz: 10.0 of 20.0 MB, 1.0 MB/s, 10 s left\n",
    ]);
  });

  it("requests are told with --verbose only, warnings always", () => {
    const detail: ProgressEvent = { type: "detail", message: "GET http://mirror/" };
    const warning: ProgressEvent = { type: "warning", message: "trying again\u001B[2J" };
    expect(linesOf(false, [0, detail], [0, warning])).toEqual([
      "pyverify: warning: trying again\\u001b[2J\n",
    ]);
    expect(linesOf(true, [0, detail])).toEqual(["pyverify: GET http://mirror/\n"]);
  });
});

describe("on a terminal", () => {
  it("there is a bar for each phase that runs, gone at the end, and warnings stay", async () => {
    const { terminal, written } = fakeTerminal(true);
    let now = 0;
    const display = await bars(terminal, { details: false }, () => now);
    display.observe(start);
    now = 2000;
    display.observe({ type: "start", phase: "trusted-root", subject: "https://tuf" });
    now = 4000;
    display.observe(advance(10, 20));
    const picture = stripVTControlCharacters(written.at(-1) ?? "");
    expect(picture).toContain("downloading Python-3.14.0.tar.xz  ━━━");
    expect(picture).toContain("refreshing the trusted root from https://tuf\n");
    display.observe({ type: "warning", message: "trying again" });
    expect(stripVTControlCharacters(written.at(-1) ?? "")).toBe(
      "pyverify: warning: trying again\n",
    );
    now = 6000;
    display.observe(advance(12, 20));
    display.stop();
    const [eraseLine, up] = ["\u001B[2K", "\u001B[1A"];
    expect(written.at(-1)).toContain(`${eraseLine}${up}${eraseLine}${up}${eraseLine}`);
    expect(stripVTControlCharacters(written.at(-1) ?? "")).toBe("");
  });
});
