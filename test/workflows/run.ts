/**
 * `npm run workflows -- [release | ci | live]`: every `run:` step of a workflow, in order, as far as a
 * machine that is not GitHub's can run it. Images go to a registry on loopback, cosign signs with a
 * key, actions and what belongs to GitHub have the stand-ins of this folder. At the end it lists
 * what ran and, step by step, what did not.
 *
 * Wants Linux with a Docker engine that reaches this machine's loopback and keeps its images in
 * containerd's store, docker-registry (or `registry`), skopeo, cosign, git and jq. The bases are
 * pulled, or taken from the engine where they are already.
 */
import { execFileSync } from "node:child_process";
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { runJob } from "./job.ts";
import { startRegistry } from "./registry.ts";
import { readWorkflow, repository, type Values } from "./workflow.ts";

const [name = "release"] = process.argv.slice(2);
const workflow = readWorkflow(`.github/workflows/${name}.yml`);
const folder = await mkdtemp(join(tmpdir(), "pyverify-workflow-"));
const notes = join(folder, "notes");
await writeFile(notes, "");
const programs = Object.fromEntries(
  ["docker", "cosign", "skopeo"].map((program) => [program, whereIs(program)]),
);
const registry = await startRegistry(
  whereIs("docker-registry", "registry"),
  await made(join(folder, "registry")),
);

try {
  const key = await makeKey();
  const overruling = await basesOnLoopback();
  const values: Record<string, string> = githubValues();
  for (const [id, job] of Object.entries(workflow.jobs)) {
    console.log(`\n=== ${name}.yml, job ${id}`);
    await note(`job ${id}`);
    const workspace = checkout(id);
    const outputs = await runJob({
      workflow,
      job,
      checkout: workspace,
      scratch: await made(join(folder, `scratch-${id}`)),
      artifacts: join(folder, "artifacts"),
      environment: environment(key),
      overruling,
      values: { ...values, "github.workspace": workspace },
      note: async (what) => note(`  ${what}`),
    });
    for (const [output, value] of Object.entries(outputs)) {
      values[`needs.${id}.outputs.${output}`] = value;
    }
  }
  if (name === "release") verifyRelease(values, overruling);
  console.log(`\n=== ${name}.yml: every step that is named "run" ran; "not run" did not\n`);
} finally {
  console.log(await readFile(notes, "utf8"));
  await registry.stop();
  await rm(folder, { recursive: true });
}

function whereIs(...names: readonly string[]): string {
  for (const program of names) {
    try {
      return execFileSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim();
    } catch {
      // The next one.
    }
  }
  throw new Error(`${names.join(" or ")} is missing`);
}

async function made(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  return path;
}

async function note(line: string): Promise<void> {
  await appendFile(notes, `${line}\n`);
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: repository, encoding: "utf8" }).trim();
}

function checkout(id: string): string {
  const path = join(folder, id);
  git("clone", "--quiet", "--no-hardlinks", repository, path);
  return path;
}

function githubValues(): Record<string, string> {
  return {
    "github.repository": "pyverify/pyverify",
    "github.workflow": name,
    "github.ref": "refs/heads/main",
    "github.token": "",
    "secrets.GITHUB_TOKEN": "",
  };
}

/** What the runner itself gives a step, and what this machine's builds need to reach packages. */
function environment(key: string): Values {
  const { version } = JSON.parse(git("show", "HEAD:package.json"));
  const npmrc = join(homedir(), ".npmrc");
  const given = [
    "HOME",
    "DOCKER_HOST",
    "DOCKER_CONFIG",
    "NODE_EXTRA_CA_CERTS",
    "TMPDIR",
    "PYVERIFY_REAL_DATA",
  ];
  const own = given.flatMap((variable) => {
    const value = process.env[variable];
    return value === undefined ? [] : [[variable, value]];
  });
  return {
    ...Object.fromEntries(own),
    PATH: `${join(import.meta.dirname, "stand-ins")}:${process.env["PATH"]}`,
    CI: "true",
    GITHUB_ACTOR: "somebody",
    GITHUB_REF_NAME: `v${version}`,
    GITHUB_SHA: git("rev-parse", "HEAD"),
    COSIGN_PASSWORD: "",
    BUILDKIT_PROGRESS: "plain",
    NETWORK: "host",
    NPMRC: existsSync(npmrc) ? npmrc : "",
    CA_CERTIFICATES: process.env["NODE_EXTRA_CA_CERTS"] ?? "",
    WORKFLOW_DOCKER: programs["docker"] ?? "",
    WORKFLOW_COSIGN: programs["cosign"] ?? "",
    WORKFLOW_SKOPEO: programs["skopeo"] ?? "",
    WORKFLOW_KEY: key,
    WORKFLOW_NOTES: notes,
  };
}

/** The workflow's images, under the names that they have in the registry on loopback. */
async function basesOnLoopback(): Promise<Values> {
  const variables: Record<string, string> = { IMAGE: `${registry.address}/pyverify/pyverify` };
  for (const variable of ["NODE_TAG", "BASE_TAG", "DEBUG_BASE_TAG"]) {
    const image = workflow.env?.[variable];
    if (image === undefined) continue;
    const copy = `${registry.address}/${image.slice(image.lastIndexOf("/") + 1)}`;
    try {
      docker("image", "inspect", image);
    } catch {
      docker("pull", "--quiet", image);
    }
    docker("tag", image, copy);
    docker("push", "--quiet", copy);
    docker("rmi", copy);
    variables[variable] = copy;
    await note(`${image}: pushed to the registry on loopback, and taken from there`);
  }
  return variables;
}

function docker(...args: readonly string[]): void {
  execFileSync("docker", args, { stdio: "pipe" });
}

async function makeKey(): Promise<string> {
  const place = await made(join(folder, "key"));
  execFileSync("cosign", ["generate-key-pair"], {
    cwd: place,
    env: { ...process.env, COSIGN_PASSWORD: "" },
    stdio: "pipe",
  });
  return join(place, "cosign.key");
}

interface Index {
  readonly manifests: readonly {
    readonly digest: string;
    readonly annotations?: Readonly<Record<string, string>>;
  }[];
}

/** The digests of what says how each platform of an image was built. */
function attestationsOf(image: string): readonly string[] {
  const args = ["inspect", "--raw", "--tls-verify=false", `docker://${image}`];
  const index: Index = JSON.parse(execFileSync("skopeo", args, { encoding: "utf8" }));
  return index.manifests
    .filter(
      ({ annotations }) => annotations?.["vnd.docker.reference.type"] === "attestation-manifest",
    )
    .map(({ digest }) => digest);
}

/** What was pushed has to be what the first job built, signed; and so do the release's files. */
function verifyRelease(values: Values, { IMAGE: image = "" }: Values): void {
  const publicKey = ["--key", join(folder, "key/cosign.pub"), "--insecure-ignore-tlog"];
  const plain = ["--allow-insecure-registry", "--allow-http-registry"];
  const digests = Object.entries(values).filter(([value]) => value.startsWith("needs.build."));
  const verify = (digest: string, ...flags: readonly string[]): void => {
    const args = ["verify", ...publicKey, ...plain, ...flags, `${image}@${digest}`];
    execFileSync("cosign", args, { stdio: "pipe" });
    console.log(`\n=== ${digest} is in the registry, and signed`);
  };
  for (const [, digest] of digests) {
    verify(digest);
    const attestations = attestationsOf(`${image}@${digest}`);
    if (attestations.length === 0) throw new Error(`${digest} has no attestations`);
    for (const attestation of attestations) verify(attestation, "--experimental-oci11");
  }
  const assets = join(folder, "publish/assets");
  execFileSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: assets });
  for (const file of readdirSync(assets).filter((asset) => /-linux-(?:amd|arm)64$/.test(asset))) {
    const bundle = ["--bundle", `${file}.sigstore.json`];
    execFileSync("cosign", ["verify-blob", ...publicKey, ...bundle, file], {
      cwd: assets,
      stdio: "pipe",
    });
    console.log(`=== ${file} is signed`);
  }
  const [, amd64 = ""] =
    /\S+ [ *](\S+-linux-amd64)$/m.exec(readFileSync(join(assets, "SHA256SUMS"), "utf8")) ?? [];
  if (process.arch === "x64") execFileSync(join(assets, amd64), ["identities"]);
}
