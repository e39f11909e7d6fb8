import { posix } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PyverifyError } from "../../../src/base/errors.ts";
import { readArchive } from "../../../src/extract/archive/archive-reader.ts";
import {
  parseEntryName,
  type PlannedEntry,
  planEntry,
} from "../../../src/extract/archive/entry.ts";
import { limits } from "../../../src/extract/limits.ts";
import { parsePaxRecords } from "../../../src/extract/archive/pax-records.ts";
import { type ArchiveEntry, TarFraming } from "../../../src/extract/archive/tar-framing.ts";
import { TreeNames } from "../../../src/extract/tree/tree-names.ts";
import { givenChunks } from "../../support/archives/given-chunks.ts";
import {
  archive,
  file,
  folder,
  gnuLong,
  link,
  member,
  pax,
  paxBody,
  paxRecord,
  topFolder,
} from "../../support/archives/tar-builder.ts";

const plain = archive(
  file("a", "content"),
  folder("b/"),
  pax({ path: `${topFolder}/b/${"c".repeat(120)}`, mtime: "1759838400.5" }),
  file("x", "y".repeat(2000)),
  gnuLong(`${topFolder}/b/${"d".repeat(120)}`),
  file("z", "", { format: "gnu" }),
  link("b/link", "../a"),
);

describe("any archive", () => {
  test("with some bytes of its headers changed is read safely or refused by name", async () => {
    const change = fc.record({
      block: fc.nat(plain.length / 512 - 1),
      offset: fc.nat(511),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const changed = Buffer.from(plain);
        for (const { block, offset, bytes } of changes) {
          changed.set(bytes.subarray(0, 512 - offset), block * 512 + offset);
          seal(changed.subarray(block * 512, block * 512 + 512));
        }
        expect(dangersOf(await planAll(changed))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test("of random blocks with right checksums is read safely or refused by name", async () => {
    const header = fc.record({
      name: fc.oneof(fc.string(), fc.constantFrom("..", "/", `${topFolder}/`, `${topFolder}/a`)),
      type: fc.constantFrom("0", "1", "2", "5", "x", "g", "L", "K", "S", "\0"),
      content: fc.uint8Array({ maxLength: 600 }),
      linkTarget: fc.constantFrom("", "a", "..", "../..", "/", "a/../b"),
      size: fc.option(fc.nat(2000), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(header, { maxLength: 6 }), async (headers) => {
        const members = headers.map(({ size, ...rest }) =>
          member({
            ...rest,
            name: Buffer.from(rest.name).subarray(0, 100),
            ...(size === undefined ? {} : { size }),
          }),
        );
        expect(dangersOf(await planAll(archive(...members)))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test("is read in the same way wherever its bytes are divided", () => {
    const whole = entriesOf([plain]);
    expect(whole).toHaveLength(8);
    fc.assert(
      fc.property(fc.array(fc.nat(plain.length), { maxLength: 20 }), (cuts) => {
        const ends = [...cuts.toSorted((a, b) => a - b), plain.length];
        const chunks = ends.map((end, index) => plain.subarray(ends[index - 1] ?? 0, end));
        expect(entriesOf(chunks)).toEqual(whole);
      }),
    );
  });

  test("whose end is missing is refused, wherever it was cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(plain.length - 513), async (length) => {
        expect(await planAll(plain.subarray(0, length))).toBeInstanceOf(PyverifyError);
      }),
    );
  });
});

test("an archive of 50,000 entries is read, and of one more refused", () => {
  let entries = 0;
  const framing = new TarFraming(() => {
    entries += 1;
  });
  const header = folder("a/");
  while (entries < limits.entries) framing.push(header);
  expect(() => framing.push(header)).toThrow("more than 50000 entries");
});

describe("any pax header", () => {
  test("of well-formed records is read back", () => {
    const value = fc.string({ minLength: 1, unit: "grapheme" });
    fc.assert(
      fc.property(value, value, fc.nat(), (path, linkpath, mtime) => {
        const body = Buffer.from(
          paxRecord("path", path) +
            paxRecord("linkpath", linkpath) +
            paxRecord("mtime", `${mtime}.9`),
        );
        const records = parsePaxRecords(body);
        expect(Buffer.from(records.path ?? []).toString()).toBe(path);
        expect(Buffer.from(records.linkpath ?? []).toString()).toBe(linkpath);
        expect(records.mtime).toBe(mtime);
      }),
    );
  });

  test("of any bytes is read safely or refused by name", async () => {
    const piece = fc.oneof(
      fc.constantFrom("path=", "5 ", "12 ", "\n", "=", "size=1\n", "18 path=../../evil\n"),
      fc.string({ maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
        fc.pre(pieces.join("") !== "");
        expect(dangersOf(await planAll(archive(paxBody(pieces.join("")), file("a"))))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

test("any set of links that is accepted leads nowhere outside the tree", () => {
  const part = fc.constantFrom("a", "b", "c", "..");
  const target = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("/"));
  const place = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 });
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(place, target), { minLength: 1, maxLength: 5 }), (pairs) => {
      const links = new Map<string, string>();
      const names = new TreeNames();
      for (const [parts, linkTarget] of pairs) {
        const planned = planLink(parts.join("/"), linkTarget, names);
        if (planned !== undefined) links.set(parts.join("/"), linkTarget);
      }
      accepted += links.size;
      for (const path of links.keys()) expect(resolveIn(links, path)).not.toBe("outside");
    }),
    { numRuns: 5000 },
  );
  // Otherwise nothing would have been tested.
  expect(accepted).toBeGreaterThan(1000);
});

/** Follows links as a kernel does, from the tree's top. */
function resolveIn(links: ReadonlyMap<string, string>, path: string): "inside" | "outside" {
  const rest = path.split("/");
  let at: string[] = [];
  for (let steps = 0; rest.length > 0 && steps < 200; steps += 1) {
    const part = rest.shift();
    if (part === "..") {
      if (at.length === 0) return "outside";
      at = at.slice(0, -1);
    } else if (part !== undefined) {
      const followed = links.get([...at, part].join("/"));
      if (followed === undefined) at.push(part);
      else rest.unshift(...followed.split("/"));
    }
  }
  // A circle of links leads nowhere.
  return "inside";
}

function planLink(path: string, target: string, names: TreeNames): PlannedEntry | undefined {
  const entry: ArchiveEntry = {
    name: Buffer.from(`${topFolder}/${path}`),
    linkTarget: Buffer.from(target),
    typeFlag: "2",
    size: 0,
    mode: 0o777,
    modified: 0,
  };
  try {
    const planned = planEntry(entry, parseEntryName(entry.name));
    names.add(planned);
    return planned;
  } catch (error) {
    if (error instanceof PyverifyError) return undefined;
    throw error;
  }
}

function entriesOf(chunks: readonly Buffer[]): readonly ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  const framing = new TarFraming((entry) => entries.push(entry));
  for (const chunk of chunks) framing.push(chunk);
  framing.end();
  return entries;
}

/** Everything up to where something would be written. */
async function planAll(tar: Buffer): Promise<readonly PlannedEntry[] | PyverifyError> {
  const names = new TreeNames();
  const plan = (entry: ArchiveEntry): PlannedEntry => {
    const planned = planEntry(entry, parseEntryName(entry.name));
    names.add(planned);
    return planned;
  };
  const opened: PlannedEntry[] = [];
  const chunks = givenChunks(tar, 700).decompress(Buffer.alloc(0));
  try {
    await readArchive(chunks, plan, (entry) => {
      opened.push(entry);
      return { write: () => undefined, end: () => undefined };
    });
    return opened;
  } catch (error) {
    // Anything else is a mistake of ours.
    if (error instanceof PyverifyError) return error;
    throw error;
  }
}

/** What is unsafe about an outcome: nothing, one hopes. */
function dangersOf(outcome: readonly PlannedEntry[] | PyverifyError): readonly string[] {
  if (outcome instanceof PyverifyError) return outcome.kind === "archive" ? [] : [outcome.kind];
  const paths = outcome.map(({ path }) => path);
  return paths.filter((path, index) => {
    const normal = path === "" || posix.normalize(path) === path;
    const inside = /^\/tree(?:\/|$)/.test(posix.resolve("/tree", path));
    return !normal || !inside || paths.indexOf(path) !== index;
  });
}

function seal(header: Buffer): void {
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
}
