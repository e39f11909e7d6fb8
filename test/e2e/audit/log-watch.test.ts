import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditViolations } from "../../support/audit-schema.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import type { LoopbackServer } from "../../support/loopback-server.ts";
import { pyverify } from "../../support/pyverify.ts";
import {
  listRealArtifactBundles,
  readRealBundle,
  readRefusedBundle,
  realBundles,
} from "../../support/real-bundles.ts";
import type { BundledLogEntry } from "../../support/rekor.ts";
import { type IndexedEntry, startSearchableRekor } from "../../support/searchable-rekor.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

/*
 * A log on loopback that holds entries of the real one, as python.org's bundles carry them.
 */

const hugo = "hugo@python.org";
const listed = "3.14.0/Python-3.14.0.tar.xz";
const hidden = "3.14.0/Python-3.14.0.tgz";
const hiddenDigest = "88d2da4eed42fa9a5f42ff58a8bc8988881bd6c547e297e46682c2687638a851";

let workspace: Workspace;
let log: LoopbackServer | undefined;
beforeEach(async () => {
  workspace = await createWorkspace();
  await mkdir(join(workspace.work, "bundles/3.14.0"), { recursive: true });
  await put(listed);
});
afterEach(async () => {
  await log?.close();
  log = undefined;
  await workspace.remove();
});

function put(path: string): Promise<void> {
  const name = `${path}.sigstore`;
  return cp(join(realBundles, name), join(workspace.work, "bundles", name));
}

function entryIn(bundle: Buffer): BundledLogEntry {
  const { verificationMaterial }: { verificationMaterial: { tlogEntries: BundledLogEntry[] } } =
    JSON.parse(bundle.toString("utf8"));
  const [entry] = verificationMaterial.tlogEntries;
  if (entry === undefined) throw new Error("the bundle has no log entry");
  return entry;
}

function realEntry(path: string): BundledLogEntry {
  return entryIn(readRealBundle({ path: `${path}.sigstore` }));
}

function ofHugo(...entries: readonly BundledLogEntry[]): IndexedEntry[] {
  return entries.map((entry) => ({ email: hugo, entry }));
}

async function audit(entries: readonly IndexedEntry[], ...args: readonly string[]) {
  log = await startSearchableRekor(entries);
  const flags = ["--bundles", "bundles", "--trusted-root", "embedded", "--rekor", log.origin];
  return pyverify(workspace, ["audit", ...flags, ...args]);
}

describe("audit --rekor", () => {
  it("finds nothing where every entry is of something that is listed", async () => {
    const run = await audit(ofHugo(realEntry(listed)), "--json");
    expect(run).toMatchObject({ exitCode: 0 });
    const report = JSON.parse(run.stdout);
    expect(report.log).toMatchObject({ entries: 1, unexplained: [] });
    expect(report.log.identities).toContain(hugo);
    expect(auditViolations("audit", report)).toEqual([]);
  });

  it("finds a genuine entry of a file that is listed nowhere, and exits 6", async () => {
    const entry = realEntry(hidden);
    const entries = ofHugo(realEntry(listed), entry);
    const run = await audit(entries, "--json");
    expect(run).toMatchObject({ exitCode: 6 });
    const report = JSON.parse(run.stdout);
    expect(report.log.unexplained).toEqual([
      {
        identity: hugo,
        logIndex: Number(entry.logIndex),
        loggedAt: expect.stringMatching(/^2025-10-07T/),
        sha256: hiddenDigest,
        url: `https://search.sigstore.dev/?logIndex=${entry.logIndex}`,
        verified: true,
      },
    ]);
    expect(auditViolations("audit", report)).toEqual([]);
    await log?.close();
    const text = await audit(entries);
    expect(text.stdout).toContain(`unexplained log entry ${entry.logIndex} of ${hugo}`);
    expect(text.stdout).toContain(`signs sha256:${hiddenDigest}; verified: it is genuine`);
    expect(text.stdout).toContain("the log's index is a search aid and proves nothing");
  });

  it("takes an installer that is listed for an explanation, and what was withdrawn", async () => {
    const { path, bundle: installer } = listRealArtifactBundles().find(({ path: name }) =>
      name.startsWith("3.14.0/"),
    ) ?? { path: "", bundle: Buffer.of() };
    await writeFile(join(workspace.work, "bundles", `${path}.sigstore`), installer);
    const { bundle } = readRefusedBundle("replaced-file.Python-3.14.0a5.tgz.sigstore");
    const run = await audit(ofHugo(entryIn(installer), entryIn(bundle)), "--json");
    expect(JSON.parse(run.stdout).log).toMatchObject({ entries: 2, unexplained: [] });
  });

  it.each([
    [
      "whose time the log did not sign",
      (entry: BundledLogEntry) => ({
        ...entry,
        integratedTime: String(Number(entry.integratedTime) + 60),
      }),
      "not genuine",
    ],
    [
      "whose inclusion proof is another's",
      (entry: BundledLogEntry) => ({
        ...entry,
        inclusionProof: realEntry(listed).inclusionProof,
      }),
      "not genuine",
    ],
    [
      "that is no signature of a file",
      (entry: BundledLogEntry) => ({
        ...entry,
        canonicalizedBody: Buffer.from('{"kind":"dsse"}').toString("base64"),
      }),
      "not the signature of a file",
    ],
  ])("names an entry unverified %s", async (_what, change, words) => {
    const run = await audit(ofHugo(change(realEntry(hidden))), "--json");
    expect(run).toMatchObject({ exitCode: 6 });
    expect(JSON.parse(run.stdout).log.unexplained).toMatchObject([
      { verified: false, because: expect.stringContaining(words) },
    ]);
  });

  it("names an entry unverified that is another person's", async () => {
    const run = await audit(ofHugo(realEntry("3.13.5/Python-3.13.5.tgz")), "--json");
    expect(JSON.parse(run.stdout).log.unexplained).toMatchObject([
      { identity: hugo, verified: false, because: expect.stringContaining("thomas@python.org") },
    ]);
  });

  it("tells with --since only what is new", async () => {
    const entries = ofHugo(realEntry(hidden));
    await audit(entries, "--report", "site");
    await log?.close();
    const since = ["--since", "site/report.json", "--json"];
    const same = await audit(entries, ...since);
    expect(same).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(same.stdout)).toMatchObject({ changes: [], unexplained: [] });
    await log?.close();
    const more = realEntry("3.14.0/Python-3.14.0rc1.tgz");
    const changed = await audit([...entries, ...ofHugo(more)], ...since);
    expect(changed).toMatchObject({ exitCode: 6 });
    const difference = JSON.parse(changed.stdout);
    expect(difference.unexplained).toMatchObject([{ logIndex: Number(more.logIndex) }]);
    expect(auditViolations("difference", difference)).toEqual([]);
  });

  it("fails where the log does not give what its index names", async () => {
    const entry = realEntry(hidden);
    log = await startSearchableRekor(ofHugo(entry), [entry]);
    const flags = ["--bundles", "bundles", "--trusted-root", "embedded", "--rekor", log.origin];
    await expectRefusal(workspace, ["audit", ...flags], {
      kind: "network",
      code: "unexpected-answer",
      says: ["cannot be searched", "it gives 0 of 1 entries"],
    });
  });

  it.each([
    ["a SERIES", ["3.14"]],
    ["--format", ["--format", "tgz"]],
    ["--artifact", ["--artifact", "source"]],
    ["--offline", ["--offline"]],
  ])("is refused with %s", async (what, flags) => {
    const command = ["audit", "--bundles", "bundles", "--rekor", "http://127.0.0.1:1", ...flags];
    await expectRefusal(workspace, command, {
      kind: "usage",
      code: "conflicting-flags",
      says: [`--rekor and ${what} exclude each other`],
    });
  });
});
