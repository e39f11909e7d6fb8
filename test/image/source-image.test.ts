import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { realTarballsAreThere } from "../support/real-tarballs.ts";
import { bake, build, imageInExamples, repository } from "./build.ts";
import { type Buildah, buildahIsThere, programsAreThere, startBuildah } from "./buildah.ts";
import { docker, dockerIsThere, tryCommand, tryDocker } from "./docker.ts";
import { type ImageContents, list } from "./image-contents.ts";
import { type ImageRegistry, startImageRegistry } from "./image-registry.ts";
import { mirroredImages, type MirroredImages } from "./mirrored-image.ts";

const canBuild = buildahIsThere && realTarballsAreThere && (await dockerIsThere());
const canSign = programsAreThere("cosign", "jq");
const example = join(repository, "examples/source-image");
const consumer = join(example, "consumer.Containerfile");
const published = "ghcr.io/example/cpython-source:3.14.0";
const treeDigest = "e36953c269907382bf4683a03f0b6550041e3c464c919554f72ce61f01ae18fb";

describe.skipIf(!canBuild)("the source-image example", () => {
  let images: MirroredImages;
  let folder: string;
  let registry: ImageRegistry;
  let buildah: Buildah;
  /** the layouts, each of another build */
  let layouts: readonly string[];
  let digest: string;
  const inRegistry = (): string => `${registry.address}/cpython-source:3.14.0`;

  beforeAll(async () => {
    images = await mirroredImages();
    folder = await mkdtemp(join(tmpdir(), "pyverify-image-"));
    registry = await startImageRegistry();
    const pyverify = await registry.push(images.pyverify, "pyverify");
    buildah = await startBuildah({
      [imageInExamples]: pyverify,
      "debian:trixie-slim": await registry.push("debian:trixie-slim", "debian"),
      [published]: inRegistry(),
    });
    layouts = [
      await bakeLayout(pyverify),
      await layoutOf("docker", (output) => build([...images.flags, "--no-cache", ...output])),
      await layoutOf("buildah", (output) => buildah.build(output)),
      await layoutOf("buildah-again", (output) => buildah.build(output)),
    ];
    digest = JSON.parse(await readFile(join(layouts[0] ?? "", "index.json"), "utf8")).manifests[0]
      .digest;
  });
  afterAll(async () => {
    await buildah?.remove();
    await registry?.stop();
    await images?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function layoutOf(
    name: string,
    run: (flags: readonly string[]) => Promise<{ exitCode: number; stderr: string }>,
  ): Promise<string> {
    const layout = join(folder, name);
    const output = `--output=type=local,dest=${layout}`;
    const made = await run([output, `--file=${join(example, "Containerfile")}`, example]);
    expect(made).toMatchObject({ exitCode: 0 });
    return layout;
  }

  async function bakeLayout(pyverify: string): Promise<string> {
    const copy = join(folder, "source-image");
    await cp(example, copy, { recursive: true });
    const target = {
      "source-3-14-0": {
        network: "host",
        contexts: { [imageInExamples]: `docker-image://${pyverify}` },
        "no-cache": true,
      },
    };
    const overrides = join(folder, "overrides.json");
    await writeFile(overrides, JSON.stringify({ target }));
    await bake(copy, {
      variables: { PYTHON_VERSIONS: "3.14.0" },
      flags: ["--file", overrides],
    });
    return join(copy, "images/3.14.0");
  }

  test("makes the same image, file by file, with bake, BuildKit and buildah, each time", async () => {
    const contents = await Promise.all(layouts.map(filesOf));
    expect(contents[0]?.size).toBeGreaterThan(10);
    for (const other of contents.slice(1)) expect(other).toEqual(contents[0]);
  });

  test.skipIf(!canSign)(
    "is pushed as it is, signed and attested, in words that cosign and buildx read",
    async () => {
      const key = await makeKey();
      const { stdout, stderr, exitCode } = await tryCommand(
        join(example, "publish.sh"),
        [layouts[0] ?? "", inRegistry()],
        { env: await standIns(key) },
      );
      const name = `${registry.address}/cpython-source@${digest}`;
      expect({ exitCode, stderr, stdout: stdout.toString() }).toMatchObject({
        exitCode: 0,
        stdout: `${name}\n`,
      });
      const flags = [`--key=${key}.pub`, "--insecure-ignore-tlog", ...plain];
      await expect(tryCommand("cosign", ["verify", ...flags, name])).resolves.toMatchObject({
        exitCode: 0,
      });
      for (const [type, says] of [
        ["https://slsa.dev/verification_summary/v1", '"verificationResult":"PASSED"'],
        [await receiptType(), `"digest":"${treeDigest}"`],
      ]) {
        const verified = await tryCommand("cosign", [
          ...["verify-attestation", ...flags, `--type=${type}`, name],
        ]);
        expect(verified).toMatchObject({ exitCode: 0 });
        const { payload } = JSON.parse(verified.stdout.toString());
        const statement = Buffer.from(payload, "base64").toString();
        expect(statement).toContain(digest.replace("sha256:", ""));
        expect(statement).toContain(says);
      }
      const inspect = ["buildx", "imagetools", "inspect", name];
      const sbom = await docker([...inspect, "--format", '{{json (index .SBOM "linux/s390x")}}']);
      expect(JSON.parse(sbom.stdout.toString())).toMatchObject({
        SPDX: { name: /Python-3\.14\.0/ },
      });
      const shown = (await docker(inspect)).stdout.toString();
      expect(shown).toContain(`Digest:    ${digest}`);
      expect(shown).toMatch(/vnd\.docker\.reference\.type: +attestation-manifest/);
    },
  );

  describe("in one line of another build", () => {
    beforeAll(async () => {
      const from = `oci:${layouts[0]}:3.14.0`;
      const copy = ["copy", "--all", "--preserve-digests", "--dest-tls-verify=false"];
      execFileSync("skopeo", ["--insecure-policy", ...copy, from, `docker://${inRegistry()}`]);
    });

    test.each(["linux/amd64", "linux/s390x"])("is taken by BuildKit for %s", async (platform) => {
      const context = `${published}=docker-image://${inRegistry()}@${digest}`;
      const { stdout } = await build(
        [...["--output=type=tar,dest=-", "--platform", platform, "--build-context", context, "-"]],
        await takingOnly(),
      );
      expectSource(await list(stdout));
    });

    test("is taken by buildah", async () => {
      const dest = join(folder, "taken.tar");
      const run = await buildah.build([`--output=type=tar,dest=${dest}`, "-f", consumer, example]);
      expect(run).toMatchObject({ exitCode: 0 });
      expectSource(await list(await readFile(dest)));
      execFileSync("tar", ["-xf", dest, "-C", folder, "usr/src/python"]);
      expect(await treeDigestIn(join(folder, "usr/src/python"))).toBe(treeDigest);
    });

    test("is taken by the classic builder", async () => {
      await docker(["pull", "--quiet", inRegistry()]);
      const tag = "pyverify-classic-consumer:test";
      const file = (await readFile(consumer, "utf8")).replace(published, inRegistry());
      const run = await tryDocker(["build", "--tag", tag, "-"], {
        input: file,
        env: { DOCKER_BUILDKIT: "0" },
      });
      try {
        expect(run).toMatchObject({ exitCode: 0 });
        const { stdout } = await build(["--output=type=tar,dest=-", "-"], `FROM ${tag}\n`);
        expectSource(await list(stdout));
      } finally {
        await tryDocker(["rmi", tag, inRegistry()]);
      }
    });
  });

  async function makeKey(): Promise<string> {
    execFileSync("cosign", ["generate-key-pair", "--output-key-prefix", join(folder, "key")], {
      env: { ...process.env, COSIGN_PASSWORD: "" },
      stdio: "pipe",
    });
    return join(folder, "key");
  }

  /** cosign with a key and without a log, skopeo for a registry without TLS. */
  async function standIns(key: string): Promise<Record<string, string>> {
    const bin = join(folder, "bin");
    await mkdir(bin);
    for (const program of ["cosign", "skopeo"]) {
      await cp(join(repository, "test/workflows/stand-ins", program), join(bin, program));
    }
    return {
      PATH: `${bin}:${process.env["PATH"]}`,
      COSIGN_PASSWORD: "",
      WORKFLOW_COSIGN: where("cosign"),
      WORKFLOW_SKOPEO: where("skopeo"),
      WORKFLOW_KEY: `${key}.key`,
      WORKFLOW_NOTES: join(folder, "notes"),
    };
  }
});

/** The consumer's line on nothing, which is there for every platform. */
async function takingOnly(): Promise<string> {
  const text = await readFile(consumer, "utf8");
  expect(text).toContain("FROM debian:trixie-slim\n");
  return text.replace("debian:trixie-slim", "scratch");
}

function expectSource(contents: ImageContents): void {
  const tree = [...contents.values()].filter(({ path }) => path.startsWith("usr/src/python/"));
  expect(tree.filter(({ type }) => type === "file")).toHaveLength(5045);
  expect(tree.filter(({ uid, gid }) => uid !== 0 || gid !== 0)).toEqual([]);
  expect(contents.get("usr/src/python/configure")).toMatchObject({ mode: 0o755 });
}

/** The tree digest, computed by the shell lines of its document. */
async function treeDigestIn(folder: string): Promise<string> {
  const text = await readFile(join(repository, "docs/tree-digest.md"), "utf8");
  const [, script = ""] = /```sh\n([\s\S]*?)```/.exec(text) ?? [];
  const { stdout } = await tryCommand("bash", ["-c", script], { cwd: folder });
  return stdout.toString().split(" ")[0] ?? "";
}

const plain = ["--allow-insecure-registry", "--allow-http-registry"];

function where(program: string): string {
  return execFileSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim();
}

async function receiptType(): Promise<string> {
  const schema = await readFile(join(repository, "schemas/receipt.schema.json"), "utf8");
  return JSON.parse(schema).$id;
}

/** Every file below a folder, with its content. */
async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const contents = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length), (await readFile(path)).toString("base64")] as const;
    }),
  );
  return new Map(contents.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
