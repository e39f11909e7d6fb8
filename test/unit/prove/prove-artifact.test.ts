import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { hashed } from "../../../src/files/hashed-bytes.ts";
import { proveArtifact, type ReleaseProof } from "../../../src/prove/prove-artifact.ts";
import { artifact } from "../../../src/release/artifact.ts";
import { artifactKinds, readArtifactName } from "../../../src/release/artifact-types.ts";
import { pythonOrg } from "../../../src/release/release.ts";
import { parseTrustedRoot } from "../../../src/trust/trusted-root.ts";
import { verify } from "../../../src/verify/verify.ts";
import {
  madeUpArtifacts,
  madeUpIndex,
  madeUpProgram,
  silentProgram,
  xar,
  zip,
} from "../../support/made-up-artifact.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";

const sigstore = createLocalSigstore();
const root = parseTrustedRoot(Buffer.from(JSON.stringify(sigstore.trustedRoot())), "file");

/** Signs bytes as the release manager would, and has them prove what their name says. */
async function prove(name: string, bytes: Buffer): Promise<ReleaseProof> {
  const read = readArtifactName(name);
  if (read === undefined) throw new Error(`${name} is no artifact's name`);
  const bundle = bytesOf(sigstore.sign(bytes));
  const named = artifact(read.version, read.type, { mirror: pythonOrg });
  return proveArtifact(verify({ artifact: named, content: hashed(bytes), bundle }, root));
}

const versions = ["3.14.0", "3.14.3", "3.15.0b2", "3.14.0rc3", "3.14.12"];
const made = new Map<string, Readonly<Record<string, Buffer>>>();
beforeAll(async () => {
  for (const version of versions) made.set(version, await madeUpArtifacts(version));
});

const forms = Object.keys(await madeUpArtifacts("3.14.0")).map((name) =>
  name.replace("3.14.0", "V"),
);

function fileOf(form: string, version: string): Buffer {
  return made.get(version)?.[form.replace("V", version)] ?? Buffer.alloc(0);
}

it("tries every kind but the source", () => {
  const tried = forms.map((form) => readArtifactName(form.replace("V", "3.14.0"))?.type.kind);
  expect(new Set(tried)).toEqual(new Set(artifactKinds.filter((kind) => kind !== "source")));
});

describe.each(forms)("%s", (form) => {
  it.each(versions)("proves that it is of %s", async (version) => {
    const proof = await prove(form.replace("V", version), fileOf(form, version));
    expect(proof).toMatchObject({ proven: true, by: expect.any(String) });
  });

  it.each([
    ["3.14.3", "3.14.0"],
    ["3.14.0", "3.14.0rc3"],
    ["3.14.0rc3", "3.14.0"],
    ["3.14.3", "3.15.0b2"],
    ["3.14.0", "3.14.12"],
  ])("is refused as %s where it is of %s", async (name, actual) => {
    await expect(prove(form.replace("V", name), fileOf(form, actual))).rejects.toMatchObject({
      kind: "verification",
      code: "release-mismatch",
      message: expect.stringContaining(`CPython ${name}, but the file`),
    });
  });

  it.each([
    ["text", Buffer.from("not at all what its name says")],
    ["nothing", Buffer.alloc(0)],
    ["a stub", Buffer.from("4d5a", "hex")],
    ["half a header", Buffer.from("786172210019", "hex")],
    ["a .gz of text", gzipSync("text")],
  ])("is refused where it is %s", async (_, bytes) => {
    await expect(prove(form.replace("V", "3.14.0"), bytes)).rejects.toMatchObject({
      code: "release-mismatch",
    });
  });

  it("is refused where it is cut short", async () => {
    const whole = fileOf(form, "3.14.0");
    const beginning = whole.subarray(0, Math.min(300, whole.length / 2));
    await expect(prove(form.replace("V", "3.14.0"), beginning)).rejects.toMatchObject({
      code: "release-mismatch",
    });
  });
});

describe("a file for another processor is refused", () => {
  it.each([
    ["amd64.exe", "arm64.exe"],
    ["arm64.exe", "amd64.exe"],
    ["embed-amd64.zip", "embed-arm64.zip"],
    ["embed-arm64.zip", "embed-win32.zip"],
    ["embed-win32.zip", "embed-amd64.zip"],
  ])("%s in the place of %s", async (actual, name) => {
    const bytes = fileOf(`python-V-${actual}`, "3.14.0");
    await expect(prove(`python-3.14.0-${name}`, bytes)).rejects.toMatchObject({
      code: "release-mismatch",
      message: expect.stringContaining("is for another processor"),
    });
  });
});

describe("a file that says nothing of itself is not proven, and not refused", () => {
  it.each<readonly [string, Buffer]>([
    ["python-3.14.0-amd64.exe", silentProgram()],
    ["python-3.14.0-embed-amd64.zip", zip({ "LICENSE.txt": Buffer.from("x") })],
    ["python-3.14.0-embed-amd64.zip", zip({ "python314.dll": silentProgram() })],
    ["python-3.14.0-macos11.pkg", xar([{ path: "Distribution", content: "<x/>" }])],
    ["python-3.14.0-aarch64-linux-android.tar.gz", gzipSync(Buffer.alloc(1024))],
  ])("%s", async (name, bytes) => {
    expect(await prove(name, bytes)).toMatchObject({ proven: false, because: expect.any(String) });
  });
});

describe("what contradicts itself is refused", () => {
  it("an index with another release's entry", async () => {
    await expect(
      prove("windows-3.14.0.json", madeUpIndex("3.14.0", "3.13.9")),
    ).rejects.toMatchObject({ message: expect.stringContaining("is of CPython 3.13.9") });
  });

  it("a zip with two libraries", async () => {
    const library = madeUpProgram("3.14.0");
    const bytes = zip({ "python314.dll": library, "python313.dll": library });
    await expect(prove("python-3.14.0-embed-amd64.zip", bytes)).rejects.toMatchObject({
      code: "release-mismatch",
    });
  });

  it("a zip whose library is no library", async () => {
    const bytes = zip({ "python314.dll": Buffer.from("text") });
    await expect(prove("python-3.14.0-embed-amd64.zip", bytes)).rejects.toMatchObject({
      code: "release-mismatch",
    });
  });

  it("a package with another series in it", async () => {
    const info = '<pkg-info identifier="org.python.Python.PythonFramework-3.13"/>';
    const bytes = xar([{ path: "Python_Framework.pkg/PackageInfo", content: info }]);
    await expect(prove("python-3.14.0-macos11.pkg", bytes)).rejects.toMatchObject({
      message: expect.stringContaining("holds CPython 3.13"),
    });
  });
});
