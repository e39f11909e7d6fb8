import { readFileSync, writeFileSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashed } from "../../../src/files/hashed-bytes.ts";
import { evidenceFiles } from "../../../src/evidence/evidence.ts";
import { checkOutputs, writeOutputs } from "../../../src/evidence/outputs.ts";
import { extract, type StagedTree } from "../../../src/extract/extract.ts";
import type { StageContext } from "../../../src/base/progress.ts";
import { pythonOrg } from "../../../src/release/release.ts";
import { sourceTarball } from "../../../src/release/source-tarball.ts";
import { parseTrustedRoot } from "../../../src/trust/trusted-root.ts";
import { verify } from "../../../src/verify/verify.ts";
import { madeUpRelease } from "../../support/made-up-release.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";
import { createWorkspace, type Workspace } from "../../support/workspace.ts";

const sigstore = createLocalSigstore();
const context: StageContext = {
  observe: () => undefined,
  signal: new AbortController().signal,
};

const quiet = context.observe;

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(() => workspace.remove());

/** Extracts a release into `tree`, with something to be done when the tree is staged. */
async function extractWith(
  version: string,
  alongside: (tree: StagedTree) => Promise<() => void>,
): Promise<unknown> {
  const made = await madeUpRelease({ version, format: "tgz" });
  const wanted = sourceTarball(made.version, { format: "tgz", mirror: pythonOrg });
  const bundle = bytesOf(sigstore.sign(made.tarball));
  const root = parseTrustedRoot(Buffer.from(JSON.stringify(sigstore.trustedRoot())), "file");
  const verified = verify({ artifact: wanted, content: hashed(made.tarball), bundle }, root);
  return extract(verified, { destination: inside("tree"), alongside }, context);
}

function inside(name: string): string {
  return join(workspace.work, name);
}

async function keepAll(tree: StagedTree): Promise<() => void> {
  const outputs = {
    evidence: inside("evidence"),
    ociLayout: inside("image"),
    tarball: inside("kept.tgz"),
  };
  const { undo } = await writeOutputs(tree, undefined, outputs, context);
  return undo;
}

describe("outputs", () => {
  test("are there when the tree is, which they describe where it will be", async () => {
    await extractWith("3.14.99", keepAll);
    const receipt: object = JSON.parse(readFileSync(inside("evidence/receipt.json"), "utf8"));
    expect(receipt).toMatchObject({ tree: { path: inside("tree"), files: 8 } });
  });

  test.each(["missing", "empty"])(
    "go away again if the tree cannot take its place after all, from a folder that was %s",
    async (before) => {
      const folders = before === "empty" ? ["evidence", "image"] : [];
      for (const name of folders) await mkdir(inside(name));
      const contents = await workspace.contents();
      const extraction = extractWith("3.14.99", async (tree) => {
        const undo = await keepAll(tree);
        expect(readFileSync(inside("kept.tgz")).length).toBeGreaterThan(0);
        // Something takes the tree's place at the last moment.
        writeFileSync(inside("tree"), "mine");
        return undo;
      });
      await expect(extraction).rejects.toMatchObject({ kind: "filesystem" });
      const left = (await workspace.contents()).filter((line) => !line.startsWith("work/tree "));
      expect(left).toEqual(contents);
    },
  );

  test("are not left half: a tarball that cannot be kept takes documents and image with it", async () => {
    const contents = await workspace.contents();
    const extraction = extractWith("3.14.99", async (tree) => {
      const [folder, ociLayout] = [inside("evidence"), inside("image")];
      const outputs = { evidence: folder, ociLayout, tarball: inside("no/kept.tgz") };
      return (await writeOutputs(tree, undefined, outputs, context)).undo;
    });
    await expect(extraction).rejects.toMatchObject({
      kind: "filesystem",
      code: "not-writable",
      message: `cannot write ${inside("no/kept.tgz")}`,
    });
    expect(await workspace.contents()).toEqual(contents);
  });

  test("name a pre-release as vulnerability databases do", async () => {
    await extractWith("3.15.0b3", keepAll);
    expect(evidenceFiles).toContain("sbom.cdx.json");
    expect(JSON.parse(readFileSync(inside("evidence/sbom.cdx.json"), "utf8"))).toMatchObject({
      components: [
        {
          version: "3.15.0b3",
          cpe: "cpe:2.3:a:python:python:3.15.0:beta3:*:*:*:*:*:*",
          purl: expect.stringMatching(
            /^pkg:generic\/python@3\.15\.0b3\?checksum=sha256:[0-9a-f]{64}&download_url=https:%2F%2Fwww\.python\.org%2Fftp%2Fpython%2F3\.15\.0%2FPython-3\.15\.0b3\.tgz$/,
          ),
        },
      ],
    });
  });
});

describe("before anything is downloaded, a tarball is refused a place", () => {
  const tooLong = "x".repeat(256);
  test.each([
    ["in a folder that is not there", "no/kept.tgz", "not-writable", "does not exist (ENOENT)"],
    ["in what is no folder", "file/kept.tgz", "not-writable", "not a folder (ENOTDIR)"],
    ["under a name that is too long", tooLong, "name-too-long", "(ENAMETOOLONG)"],
    ["that is taken", "file", "destination-not-empty", "replaced"],
    ["that a link has which leads nowhere", "link", "destination-not-empty", "replaced"],
  ])("%s, by the name that was given", async (_, name, code, because) => {
    await writeFile(inside("file"), "mine");
    await symlink("nowhere", inside("link"));
    const contents = await workspace.contents();
    const given = relative(process.cwd(), inside(name));
    await expect(checkOutputs({ tarball: given }, inside("tree"), quiet)).rejects.toThrow(
      expect.objectContaining({
        kind: "filesystem",
        code,
        message: expect.stringContaining(given),
        because: expect.stringContaining(because),
      }),
    );
    expect(await workspace.contents()).toEqual(contents);
  });

  // A folder of the kernel's, in which not even root can make a file.
  test("in a folder that nobody may write to", async () => {
    await expect(
      checkOutputs({ tarball: "/proc/kept.tgz" }, inside("tree"), quiet),
    ).rejects.toThrow(
      expect.objectContaining({ kind: "filesystem", message: "cannot write /proc/kept.tgz" }),
    );
  });

  test.each(["evidence/kept.tgz", "evidence"])("in the folder for evidence: %s", async (name) => {
    const outputs = { evidence: inside("evidence"), tarball: inside(name) };
    await expect(checkOutputs(outputs, inside("tree"), quiet)).rejects.toThrow(
      expect.objectContaining({
        kind: "usage",
        code: "conflicting-flags",
        message: `--keep-tarball ${inside(name)} and --evidence ${inside("evidence")} overlap`,
        because: "the folder for evidence holds the documents, and nothing else",
      }),
    );
  });

  test("and is granted one beside the evidence, where nothing is left yet", async () => {
    const contents = await workspace.contents();
    await checkOutputs(
      { evidence: inside("evidence"), tarball: inside("kept.tgz") },
      inside("tree"),
      quiet,
    );
    expect(await workspace.contents()).toEqual(contents);
  });
});
