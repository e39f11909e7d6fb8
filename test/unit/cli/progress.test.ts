import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";

import type { Terminal } from "../../../src/cli/terminal/host.ts";
import { bars, lines, type ProgressDisplay } from "../../../src/cli/terminal/progress-display.ts";
import { LiveLines } from "../../../src/cli/terminal/live-lines.ts";
import { line, Printable } from "../../../src/cli/terminal/printable.ts";
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

const sequence = String.raw`\u001B\[(\??\d*)([A-Za-z])`;

/** What is on the screen of a terminal that has been sent some text. */
function screenOf(sent: string, columns: number): string[] {
  const rows = [""];
  let [row, column, wraps] = [0, 0, true];
  for (const [token] of sent.matchAll(new RegExp(`${sequence}|[^]`, "gu"))) {
    const [, count, command] = new RegExp(`^${sequence}$`).exec(token) ?? [];
    if (token === "\r") column = 0;
    else if (token === "\n") [row, column] = [row + 1, 0];
    else if (command === "A") row = Math.max(0, row - Number(count || 1));
    else if (command === "J") {
      rows.length = row + 1;
      rows[row] = (rows[row] ?? "").slice(0, column);
    } else if (command === "h" || command === "l") wraps = command === "h";
    else if (command === undefined) {
      if (column === columns && wraps) [row, column] = [row + 1, 0];
      const at = Math.min(column, columns - 1);
      rows[row] = (rows[row] ?? "").padEnd(at).slice(0, at) + token;
      column = at + 1;
    }
    rows[row] ??= "";
  }
  return rows;
}

describe("on a terminal", () => {
  it("there is a bar for each phase that runs, gone at the end, and warnings stay", () => {
    const { terminal, written } = fakeTerminal(true);
    const seen = () => screenOf(written.join(""), 100);
    let now = 0;
    const display = bars(terminal, { details: false }, () => now);
    display.observe(start);
    now = 2000;
    display.observe({ type: "start", phase: "trusted-root", subject: "https://tuf" });
    now = 4000;
    display.observe(advance(10, 20));
    expect(seen()).toEqual([
      expect.stringContaining("downloading Python-3.14.0.tar.xz  ━━━"),
      expect.stringContaining("refreshing the trusted root from https://tuf"),
      "",
    ]);
    display.observe({ type: "warning", message: "trying again" });
    expect(seen()).toEqual([
      "pyverify: warning: trying again",
      expect.stringContaining("downloading"),
      expect.stringContaining("refreshing"),
      "",
    ]);
    now = 6000;
    display.observe({ type: "end", phase: "trusted-root" });
    expect(seen()).toEqual([
      "pyverify: warning: trying again",
      expect.stringContaining("downloading"),
      "",
    ]);
    display.stop();
    expect(seen()).toEqual(["pyverify: warning: trying again", ""]);
  });

  it("a line that is wider than it seems takes no other with it", () => {
    const { terminal, written } = fakeTerminal(true);
    const live = new LiveLines(terminal.stream);
    const wide = line`${"漢".repeat(90)}`;
    live.persist(Printable.lines([line`stays`]));
    for (let frame = 0; frame < 5; frame += 1) live.draw([wide, line`below`]);
    expect(screenOf(written.join(""), 40)).toEqual(["stays", "漢".repeat(40), "below", ""]);
    live.clear();
    live.clear();
    expect(screenOf(written.join(""), 40)).toEqual(["stays", ""]);
  });

  it("wraps again what is written after it", () => {
    const { terminal, written } = fakeTerminal(true);
    const live = new LiveLines(terminal.stream);
    live.draw([line`one`]);
    live.persist(Printable.lines([line`${"x".repeat(50)}`]));
    expect(screenOf(written.join(""), 40)).toEqual(["x".repeat(40), "x".repeat(10), "one", ""]);
  });
});
