import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { evidenceFiles } from "../../src/evidence/evidence.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { type MadeUpRelease, madeUpRelease } from "../support/made-up-release.ts";
import { pyverify } from "../support/pyverify.ts";
import { realTarballs, realTarballsAreThere } from "../support/real-tarballs.ts";
import { violations } from "../support/schemas.ts";

const expat = {
  SPDXID: "SPDXRef-PACKAGE-expat",
  name: "expat",
  versionInfo: "2.7.3",
  downloadLocation: "https://github.com/libexpat/libexpat/releases/expat-2.7.3.tar.gz",
  checksums: [{ algorithm: "SHA256", checksumValue: "a".repeat(64) }],
  externalRefs: [
    {
      referenceCategory: "SECURITY",
      referenceType: "cpe23Type",
      referenceLocator: "cpe:2.3:a:libexpat_project:libexpat:2.7.3:*:*:*:*:*:*:*",
    },
  ],
  licenseConcluded: "NOASSERTION",
  originator: "Organization: Expat development team",
  primaryPackagePurpose: "SOURCE",
};
const macholib = {
  ...expat,
  SPDXID: "SPDXRef-PACKAGE-macholib",
  name: "macholib",
  versionInfo: "1.0",
  externalRefs: [
    {
      // CPython's own file spells it with an underscore.
      referenceCategory: "PACKAGE_MANAGER",
      referenceType: "purl",
      referenceLocator: "pkg:pypi/macholib@1.0",
    },
  ],
};
const bundled = JSON.stringify({ spdxVersion: "SPDX-2.3", packages: [macholib, expat] });
const signing = { signedAt: new Date("2026-03-01T12:00:00Z") };

let world: LocalWorld;
let release: MadeUpRelease;
let work: string;

beforeAll(async () => {
  world = await createLocalWorld();
  work = world.workspace.work;
  release = await madeUpRelease({ version: "3.14.99", bundled });
});

afterAll(async () => {
  await world.close();
});

beforeEach(async () => {
  await world.publish(release, { signing });
  for (const name of ["source", "evidence", "image", "kept.tar.xz", "occupied"]) {
    await rm(join(work, name), { recursive: true, force: true });
  }
});

function fetch(...args: readonly string[]) {
  return ["fetch", "3.14.99", "--out", "source", ...world.flags, ...args];
}

async function evidence(name: (typeof evidenceFiles)[number]): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(work, "evidence", name), "utf8"));
}

/** Fetches, takes down what was written and how, and removes it again. */
async function fetchedDocuments() {
  const run = await pyverify(world.workspace, fetch("--evidence", "evidence"));
  expect(run).toMatchObject({ exitCode: 0 });
  const texts = await Promise.all(
    evidenceFiles.map((name) => readFile(join(work, "evidence", name), "utf8")),
  );
  const listed = (await world.workspace.contents()).filter((line) =>
    /^work\/evidence\/\w/.test(line),
  );
  for (const name of ["source", "evidence"]) await rm(join(work, name), { recursive: true });
  return { texts, listed };
}

function mirrorFolder(): string {
  return join(world.workspace.path, "python.org/3.14.99");
}

function publishedSbom(checksumValue: string): string {
  return JSON.stringify({
    packages: [
      {
        name: "CPython",
        packageFileName: release.name,
        checksums: [{ algorithm: "SHA256", checksumValue }],
      },
    ],
  });
}

describe("fetch --evidence", () => {
  it("leaves six documents, each as its specification has it", async () => {
    const run = await pyverify(world.workspace, fetch("--evidence", "evidence", "--json"));
    expect(run).toMatchObject({ exitCode: 0 });
    expect((await readdir(join(work, "evidence"))).toSorted()).toEqual(evidenceFiles.toSorted());
    expect(await readFile(join(work, "evidence/receipt.json"), "utf8")).toBe(run.stdout);
    expect(violations("receipt", await evidence("receipt.json"))).toEqual([]);
    expect(violations("spdx", await evidence("sbom.spdx.json"))).toEqual([]);
    expect(violations("cycloneDx", await evidence("sbom.cdx.json"))).toEqual([]);
    expect(violations("cycloneDx", await evidence("vendored.cdx.json"))).toEqual([]);
    expect(violations("verificationSummary", await evidence("vsa.intoto.json"))).toEqual([]);
  });

  it("names the tarball by its digest in each of them", async () => {
    await pyverify(world.workspace, fetch("--evidence", "evidence"));
    const sha256 = createHash("sha256").update(release.tarball).digest("hex");
    expect(await evidence("receipt.json")).toMatchObject({ tarball: { sha256 } });
    expect(await evidence("provenance_url.json")).toEqual({
      url: `${world.mirror.url}3.14.99/Python-3.14.99.tar.xz`,
      archive_info: { hashes: { sha256 } },
    });
    expect(await evidence("vsa.intoto.json")).toMatchObject({
      subject: [{ name: "Python-3.14.99.tar.xz", digest: { sha256 } }],
    });
    expect(await evidence("sbom.spdx.json")).toMatchObject({
      packages: [
        { name: "CPython", checksums: [{ algorithm: "SHA256", checksumValue: sha256 }] },
        {},
        {},
      ],
    });
    expect(await evidence("sbom.cdx.json")).toMatchObject({
      components: [{ name: "CPython", hashes: [{ alg: "SHA-256", content: sha256 }] }, {}, {}],
    });
  });

  it("tells scanners what CPython bundles, by the names that they know it by", async () => {
    await pyverify(world.workspace, fetch("--evidence", "evidence"));
    expect(await evidence("sbom.cdx.json")).toMatchObject({
      components: [
        { cpe: "cpe:2.3:a:python:python:3.14.99:*:*:*:*:*:*:*" },
        { name: "expat", version: "2.7.3", cpe: expat.externalRefs[0]?.referenceLocator },
        { name: "macholib", purl: "pkg:pypi/macholib@1.0" },
      ],
    });
    expect(await evidence("sbom.spdx.json")).toMatchObject({
      packages: [
        {},
        { name: "expat" },
        { name: "macholib", externalRefs: [{ referenceCategory: "PACKAGE-MANAGER" }] },
      ],
      relationships: [
        { relationshipType: "DESCRIBES", relatedSpdxElement: "SPDXRef-PACKAGE-cpython" },
        { relationshipType: "CONTAINS", relatedSpdxElement: "SPDXRef-PACKAGE-expat" },
        { relationshipType: "CONTAINS", relatedSpdxElement: "SPDXRef-PACKAGE-macholib" },
      ],
    });
  });

  it("lists once more what scanners of a compiled Python do not find, under a number of its own", async () => {
    await pyverify(world.workspace, fetch("--evidence", "evidence"));
    const whole = await evidence("sbom.cdx.json");
    const vendored = await evidence("vendored.cdx.json");
    expect(vendored["components"]).toEqual([whole["components"]].flat().slice(1));
    expect(vendored["metadata"]).toEqual(whole["metadata"]);
    expect(vendored["serialNumber"]).not.toBe(whole["serialNumber"]);
    expect(vendored["dependencies"]).toEqual([
      { ref: "source-tarball", dependsOn: ["SPDXRef-PACKAGE-expat", "SPDXRef-PACKAGE-macholib"] },
      { ref: "SPDXRef-PACKAGE-expat", dependsOn: [] },
      { ref: "SPDXRef-PACKAGE-macholib", dependsOn: [] },
    ]);
  });

  it("claims no SLSA level, and carries the policy with its digest", async () => {
    await pyverify(world.workspace, fetch("--evidence", "evidence"));
    const { predicate } = await evidence("vsa.intoto.json");
    expect(predicate).toMatchObject({
      verificationResult: "PASSED",
      verifiedLevels: ["SLSA_BUILD_LEVEL_UNEVALUATED", "PYVERIFY_SIGNED_SOURCE_RELEASE"],
    });
    const policy: { content: string; digest: { sha256: string } } = Reflect.get(
      Object(predicate),
      "policy",
    );
    const content = Buffer.from(policy.content, "base64");
    expect(createHash("sha256").update(content).digest("hex")).toBe(policy.digest.sha256);
    expect(JSON.parse(content.toString())).toEqual({
      release: "3.14.99",
      signedByOneOf: [{ identity: "hugo@python.org", issuer: "https://github.com/login/oauth" }],
      trustedRoot: {
        origin: "tuf",
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        tufMirror: world.tuf.url,
        tufRootSha256: createHash("sha256").update(world.tuf.root).digest("hex"),
      },
      overrides: [
        { what: "trusted-root", value: expect.stringContaining(world.tuf.url) },
        { what: "mirror", value: world.mirror.url },
      ],
    });
  });

  it("gives the same bytes every time, with the same times and modes", async () => {
    const first = await fetchedDocuments();
    expect(await fetchedDocuments()).toEqual(first);
    expect(first.listed).toHaveLength(evidenceFiles.length);
    for (const line of first.listed) {
      expect(line).toMatch(new RegExp(` 0644 \\d+ ${signing.signedAt.getTime()}$`));
    }
  });

  it("fills a folder that exists and is empty", async () => {
    await mkdir(join(work, "evidence"));
    expect(await pyverify(world.workspace, fetch("--evidence", "evidence"))).toMatchObject({
      exitCode: 0,
    });
    expect(await readdir(join(work, "evidence"))).toHaveLength(evidenceFiles.length);
  });

  it("has nothing bundled to report where the tree has no list", async () => {
    await world.publish(await madeUpRelease({ version: "3.14.99" }));
    const run = await pyverify(world.workspace, fetch("--evidence", "evidence"));
    expect(run.stderr).not.toContain("warning");
    expect((await evidence("sbom.cdx.json"))["components"]).toHaveLength(1);
    expect(await evidence("vendored.cdx.json")).toMatchObject({ components: [] });
    expect(violations("cycloneDx", await evidence("vendored.cdx.json"))).toEqual([]);
  });

  it("warns where the tree's list cannot be read, and says so of the SBOM", async () => {
    await world.publish(await madeUpRelease({ version: "3.14.99", bundled: '{"packages": 3}' }));
    const run = await pyverify(world.workspace, fetch("--evidence", "evidence"));
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toContain("warning: the SBOMs leave out what CPython bundles");
    expect((await evidence("sbom.cdx.json"))["components"]).toHaveLength(1);
  });

  it("writes no password of a mirror into any of them", async () => {
    const secret = world.mirror.url.replace("http://", "http://user:s3cret@");
    const flags = fetch("--evidence", "evidence").map((flag) =>
      flag === world.mirror.url ? secret : flag,
    );
    expect(await pyverify(world.workspace, flags)).toMatchObject({ exitCode: 0 });
    for (const name of evidenceFiles) {
      expect(await readFile(join(work, "evidence", name), "utf8")).not.toMatch(/s3cret|user:/);
    }
  });
});

describe("the SBOM that lies beside the tarball", () => {
  it("is worth a warning that names both digests where it differs", async () => {
    const sha256 = createHash("sha256").update(release.tarball).digest("hex");
    await writeFile(
      join(mirrorFolder(), `${release.name}.spdx.json`),
      publishedSbom("b".repeat(64)),
    );
    const run = await pyverify(world.workspace, fetch("--evidence", "evidence"));
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toMatch(new RegExp(`warning: .*${"b".repeat(64)}.*${sha256}`));
  });

  it("is worth no word where it agrees", async () => {
    const sha256 = createHash("sha256").update(release.tarball).digest("hex");
    await writeFile(join(mirrorFolder(), `${release.name}.spdx.json`), publishedSbom(sha256));
    const run = await pyverify(world.workspace, fetch("--evidence", "evidence"));
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).not.toContain("warning");
    expect(world.mirror.requests).toContain(`3.14.99/${release.name}.spdx.json`);
  });

  it("is compared as well where the files come from a folder", async () => {
    await writeFile(join(mirrorFolder(), `${release.name}.spdx.json`), "not JSON");
    const [, , , , , , ...tuf] = fetch();
    const flags = `fetch 3.14.99 --out source --evidence evidence --from ${mirrorFolder()}`.split(
      " ",
    );
    const run = await pyverify(world.workspace, [...flags, ...tuf]);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toContain(`states no SHA-256 of ${release.name}`);
  });
});

describe("fetch --oci-layout", () => {
  it("leaves an image, and says by which digest a registry will have it", async () => {
    const run = await pyverify(world.workspace, fetch("--oci-layout", "image"));
    expect(run).toMatchObject({ exitCode: 0 });
    const { manifests } = JSON.parse(await readFile(join(work, "image/index.json"), "utf8"));
    expect(run.stdout).toContain(`  image in      image, ${manifests[0].digest}\n`);
  });

  it("does not depend on where the tree goes", async () => {
    const digests: string[] = [];
    for (const out of ["source", "occupied"]) {
      const [, version = "", , , ...flags] = fetch("--oci-layout", "image");
      const args = ["fetch", version, "--out", out, ...flags];
      const run = await pyverify(world.workspace, args);
      digests.push(/image in .*(sha256:[0-9a-f]{64})/.exec(run.stdout)?.[1] ?? run.stderr);
      await rm(join(work, "image"), { recursive: true });
    }
    expect(digests[0]).toMatch(/^sha256:/);
    expect(digests[1]).toBe(digests[0]);
  });
});

describe("fetch --keep-tarball", () => {
  it("leaves the verified tarball, byte for byte", async () => {
    const run = await pyverify(world.workspace, fetch("--keep-tarball", "kept.tar.xz"));
    expect(run).toMatchObject({ exitCode: 0 });
    expect((await readFile(join(work, "kept.tar.xz"))).equals(release.tarball)).toBe(true);
  });

  it("leaves nothing where verification fails", async () => {
    const served = Buffer.concat([release.tarball, Buffer.from("x")]);
    await world.publish(release, { served });
    const flags = fetch("--keep-tarball", "kept.tar.xz", "--evidence", "evidence");
    await expectRefusal(world.workspace, flags, {
      kind: "verification",
      code: "digest-mismatch",
      says: ["not the one that was signed"],
    });
  });
});

describe("fetch refuses, before it downloads anything,", () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ["evidence in the tree", ["--evidence", "source/evidence"], "overlap"],
    ["evidence in place of the tree", ["--evidence", "./source"], "overlap"],
    ["a tree in the evidence", ["--evidence", "."], "overlap"],
    ["an image in the tree", ["--oci-layout", "source/image"], "overlap"],
    ["evidence in an image", ["--oci-layout", "image", "--evidence", "image/evidence"], "overlap"],
    ["a tarball in the tree", ["--keep-tarball", "source/kept.tar.xz"], "overlap"],
    [
      "a tarball in the evidence",
      ["--evidence", "evidence", "--keep-tarball", "evidence/kept.tar.xz"],
      "overlap",
    ],
  ];

  it.each(cases)("%s", async (_, flags, says) => {
    const before = world.mirror.requests.length;
    await expectRefusal(world.workspace, fetch(...flags), {
      kind: "usage",
      code: "conflicting-flags",
      says: [says],
    });
    expect(world.mirror.requests.length).toBe(before);
  });

  it("evidence that a link leads into the tree", async () => {
    await mkdir(join(work, "source"));
    await symlink("source", join(work, "occupied"));
    await expectRefusal(world.workspace, fetch("--evidence", "occupied/evidence"), {
      kind: "usage",
      code: "conflicting-flags",
      says: ["overlap"],
    });
  });

  it("a folder for evidence that holds something already", async () => {
    await mkdir(join(work, "occupied"));
    await writeFile(join(work, "occupied/diary.txt"), "mine");
    await expectRefusal(world.workspace, fetch("--evidence", "occupied"), {
      kind: "filesystem",
      code: "destination-not-empty",
      says: ["is not empty", "diary.txt"],
    });
  });

  it("a tarball that would replace a file", async () => {
    await writeFile(join(work, "occupied"), "mine");
    await expectRefusal(world.workspace, fetch("--keep-tarball", "occupied"), {
      kind: "filesystem",
      code: "destination-not-empty",
      says: ["exists already"],
    });
  });

  it("evidence in a folder that is not there", async () => {
    await expectRefusal(world.workspace, fetch("--evidence", "nowhere/evidence"), {
      kind: "filesystem",
      code: "not-writable",
      says: ["the folder above it does not exist"],
    });
  });

  it("a tarball in a folder that is not there, beside evidence that has a place", async () => {
    const before = world.mirror.requests.length;
    const flags = fetch("--evidence", "evidence", "--keep-tarball", "nowhere/kept.tar.xz");
    await expectRefusal(world.workspace, flags, {
      kind: "filesystem",
      code: "not-writable",
      says: ["cannot write nowhere/kept.tar.xz", "the folder above it does not exist"],
    });
    expect(world.mirror.requests.length).toBe(before);
  });
});

describe.runIf(realTarballsAreThere)("the evidence of CPython's own releases", () => {
  it.each([
    ["3.14.0", ["expat", "hacl-star", "macholib", "mpdecimal", "pip"]],
    ["3.13.5", ["expat", "hacl-star", "libb2", "macholib", "mpdecimal", "pip"]],
    ["3.11.2", ["pip", "setuptools"]],
  ] as const)("of %s is valid and names %s", async (version, names) => {
    const from = join(realTarballs, version);
    const flags = `fetch ${version} --out source --evidence evidence --offline --json`.split(" ");
    const run = await pyverify(world.workspace, [...flags, "--from", from]);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toContain(`pyverify: reading Python-${version}.tar.xz\n`);
    expect(run.stderr).not.toContain("downloading");
    expect(violations("spdx", await evidence("sbom.spdx.json"))).toEqual([]);
    expect(violations("cycloneDx", await evidence("sbom.cdx.json"))).toEqual([]);
    expect(violations("cycloneDx", await evidence("vendored.cdx.json"))).toEqual([]);
    expect(violations("verificationSummary", await evidence("vsa.intoto.json"))).toEqual([]);
    const listedIn = async (name: (typeof evidenceFiles)[number]) =>
      [(await evidence(name))["components"]]
        .flat()
        .map((component) => String(Reflect.get(Object(component), "name")));
    expect(await listedIn("sbom.cdx.json")).toEqual(["CPython", ...names]);
    const installed = new Set<string>(["pip", "setuptools"]);
    expect(await listedIn("vendored.cdx.json")).toEqual(
      names.filter((name) => !installed.has(name)),
    );
  });
});

describe("SOURCE_DATE_EPOCH", () => {
  const outputs = ["--evidence", "evidence", "--keep-tarball", "kept.tar.xz"];
  const places = ["source", "source/configure", "evidence", "evidence/receipt.json", "kept.tar.xz"];

  async function timesUnder(epoch: number): Promise<number[]> {
    const env = { SOURCE_DATE_EPOCH: String(epoch) };
    const run = await pyverify(world.workspace, fetch(...outputs), { env });
    expect(run).toMatchObject({ exitCode: 0 });
    return Promise.all(places.map(async (place) => (await stat(join(work, place))).mtimeMs / 1000));
  }

  it("bounds the times of tree, evidence and tarball alike", async () => {
    expect(await timesUnder(1_000_000_000)).toEqual(places.map(() => 1_000_000_000));
    expect(await evidence("receipt.json")).toMatchObject({ signedAt: "2026-03-01T12:00:00Z" });
  });

  it("makes no earlier time later", async () => {
    const signed = signing.signedAt.getTime() / 1000;
    const packed = Date.UTC(2025, 9, 7, 12) / 1000;
    expect(await timesUnder(2_000_000_000)).toEqual([packed, packed, signed, signed, signed]);
  });
});
