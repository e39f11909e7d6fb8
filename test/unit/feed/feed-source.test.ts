import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { feedInFolder } from "../../../src/feed/feed-place.ts";
import { openFeed } from "../../../src/feed/feed-source.ts";
import { feedFiles } from "../../../src/feed/write-feed.ts";
import { artifact, type Artifact } from "../../../src/release/artifact.ts";
import { sourceType } from "../../../src/release/artifact-types.ts";
import { pythonOrg } from "../../../src/release/release.ts";
import { parseVersion } from "../../../src/release/version.ts";
import { withdrawnFiles } from "../../../src/release/withdrawn.ts";
import { Absence } from "../../../src/source/absence.ts";
import { madeUpReport } from "../audit/made-up-report.ts";

/* A feed is whatever its publisher writes: documents that are none, and documents that lie. */

const folder = mkdtempSync(join(tmpdir(), "feed-"));
afterAll(() => rmSync(folder, { recursive: true }));

const report = madeUpReport({
  "3.14.0": "verified",
  "3.14.1": "refused",
  "3.14.2": "missing",
  "3.7.1": "unsigned",
});
const context = { observe: () => undefined, signal: new AbortController().signal };
const noRoot = () => Promise.reject(new Error("no bundle is there to verify"));

type Document = Record<string, unknown>;

function write(path: string, content: string | Document): void {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  rmSync(join(folder, "v1", path), { recursive: true, force: true });
  writeFileSync(join(folder, "v1", path), text);
}

function right(path: string): Document {
  return JSON.parse(String(feedFiles(report, new Map()).get(`v1/${path}`)));
}

beforeEach(() => {
  mkdirSync(join(folder, "v1"), { recursive: true });
  write("index.json", right("index.json"));
  write("3.14.0.json", right("3.14.0.json"));
});

function tarball(version: string): Artifact {
  return artifact(parseVersion(version), sourceType("tar.xz"), { mirror: pythonOrg });
}

async function look(version = "3.14.0") {
  return (await openFeed(feedInFolder(folder), context)).look(tarball(version), noRoot, context);
}

/** The document of 3.14.0 with its one file changed. */
function withArtifact(change: Document): Document {
  const document = right("3.14.0.json");
  const [file] = document["artifacts"] as readonly Document[];
  return { ...document, artifacts: [{ ...file, ...change }] };
}

describe("a feed without bundles", () => {
  it("has its word, and no address of an entry", async () => {
    write(
      "3.14.0.json",
      withArtifact({ transparencyLog: [{ logIndex: 7, url: "https://evil.example/" }] }),
    );
    expect(await look()).toEqual({
      statement: {
        sha256: "1".repeat(64),
        signer: { subject: "hugo@python.org", issuer: "https://github.com/login/oauth" },
        signedAt: new Date("2026-03-01T12:00:00Z"),
        transparencyLog: [{ logIndex: 7, url: undefined }],
        bundle: { sha256: "2".repeat(64) },
      },
    });
  });

  it("may have fields and kinds of files that are not known yet", async () => {
    const document = right("3.14.0.json");
    const [file] = document["artifacts"] as readonly Document[];
    const other = { ...file, file: "python-3.14.0.wasm", kind: "wasm" };
    write("3.14.0.json", { ...document, newer: true, artifacts: [{ ...file, newer: 1 }, other] });
    expect(await look()).toHaveProperty("statement");
  });

  it.each([
    ["3.14.1", "verification", "unverifiable"],
    ["3.14.2", "release", "bundle-not-found"],
    ["3.7.1", "release", "not-signed"],
  ])("says of %s, which it has not, why: %s/%s", async (version, kind, code) => {
    await expect(look(version)).rejects.toMatchObject({ kind, code });
  });

  it("has nothing to say of what it does not list", async () => {
    expect(await look("3.14.9")).toEqual(
      new Absence("bundle", join(folder, "v1/index.json"), "lists no Python-3.14.9.tar.xz"),
    );
  });

  it.each<[string, Document, string]>([
    [
      "another signer",
      { signer: { identity: "a@b.example", issuer: "https://github.com/login/oauth" } },
      "identity-mismatch",
    ],
    [
      "another issuer",
      { signer: { identity: "hugo@python.org", issuer: "https://b.example" } },
      "identity-mismatch",
    ],
    ["a time when nobody signed it", { signedAt: "2001-03-01T12:00:00Z" }, "signed-out-of-time"],
    ["a digest that was withdrawn", { sha256: withdrawnFiles[0]?.sha256 }, "file-withdrawn"],
  ])("is not believed with %s", async (_, change, code) => {
    write("3.14.0.json", withArtifact(change));
    await expect(look()).rejects.toMatchObject({ kind: "verification", code });
  });
});

const elsewhere = [
  "../../etc/passwd",
  "https://evil.example/x",
  "bundles/3.14.0/Python-3.14.0.tgz.sigstore",
];

describe("a document that is none", () => {
  const kinds: Record<string, string> = {
    "an empty file": "",
    "a web page": "<!doctype html><title>Sign in</title>",
    "brackets by the million": "[".repeat(1_000_000),
    "objects by the thousand": '{"a":'.repeat(100_000),
    "another document of a feed": JSON.stringify(right("identities.json")),
    "a key that stands twice": '{"mediaType": "a", "mediaType": "b"}',
    null: "null",
    "a list": "[]",
    "a later version": JSON.stringify({
      mediaType: "application/vnd.pyverify.feed.index+json;version=2",
    }),
  };

  it.each(Object.entries(kinds))("in an index's place is refused in words: %s", async (_, text) => {
    write("index.json", text);
    await expect(look()).rejects.toMatchObject({
      code: "not-readable",
      because: expect.stringMatching(/^\S.{5,300}$/),
    });
  });

  it.each(Object.entries(kinds))(
    "in a release's place is refused in words: %s",
    async (_, text) => {
      write("3.14.0.json", text);
      await expect(look()).rejects.toMatchObject({
        code: "not-readable",
        because: expect.stringMatching(/^\S.{5,300}$/),
      });
    },
  );

  it.each<[string, Document]>([
    ["of another release", { ...right("3.14.0.json"), version: "3.14.7" }],
    ["with a file of another release", withArtifact({ file: "Python-3.14.7.tar.xz" })],
    ["with a digest that is none", withArtifact({ sha256: "1".repeat(63) })],
    ["with a time that is none", withArtifact({ signedAt: "2026-99-99T99:99:99Z" })],
    ["without a log entry", withArtifact({ transparencyLog: [] })],
    ["with a log entry that is none", withArtifact({ transparencyLog: [{ logIndex: 2 ** 60 }] })],
    [
      "with a name without end",
      withArtifact({ signer: { identity: "a".repeat(100_000), issuer: "b" } }),
    ],
    [
      "with files by the thousand",
      {
        ...right("3.14.0.json"),
        artifacts: Array.from({ length: 1000 }, () => withArtifact({})["artifacts"]).flat(),
      },
    ],
    [
      "with a file twice",
      {
        ...right("3.14.0.json"),
        artifacts: [withArtifact({})["artifacts"], withArtifact({})["artifacts"]].flat(),
      },
    ],
    ...elsewhere.map((copy): [string, Document] => [
      `with a bundle at ${copy}`,
      withArtifact({ bundle: { url: "x", sha256: "2".repeat(64), copy } }),
    ]),
  ])("a release %s is refused", async (_, document) => {
    write("3.14.0.json", document);
    await expect(look()).rejects.toMatchObject({ kind: "filesystem", code: "not-readable" });
  });

  it("of a gigabyte is not read", async () => {
    write("index.json", "{");
    truncateSync(join(folder, "v1/index.json"), 2 ** 30);
    await expect(look()).rejects.toMatchObject({ code: "file-too-large" });
  });

  it("is no pipe, no device, no folder and no link in a circle", async () => {
    const path = join(folder, "v1/3.14.0.json");
    const makers = [
      () => execFileSync("mkfifo", [path]),
      () => symlinkSync("/dev/zero", path),
      () => mkdirSync(path),
      () => symlinkSync("3.14.0.json", path),
    ];
    for (const make of makers) {
      rmSync(path, { recursive: true, force: true });
      make();
      await expect(look()).rejects.toMatchObject({ kind: "filesystem" });
    }
  });

  it("is not taken for nothing where the index names it, or where there is no index", async () => {
    rmSync(join(folder, "v1/3.14.0.json"), { recursive: true });
    await expect(look()).rejects.toMatchObject({ kind: "filesystem", code: "not-readable" });
    rmSync(join(folder, "v1/index.json"));
    await expect(look()).rejects.toMatchObject({ kind: "usage", code: "invalid-value" });
  });
});
