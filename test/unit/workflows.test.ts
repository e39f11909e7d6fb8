import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const repository = join(import.meta.dirname, "../..");
const files = globSync(["{.github/workflows,examples/github-actions}/*.yml"], { cwd: repository });
const texts = new Map(
  files.map((file) => [basename(file), readFileSync(join(repository, file), "utf8")]),
);

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly environment?: string;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

function workflow(name: string): Workflow {
  return parse(texts.get(name) ?? "") as Workflow;
}

function builds({ steps }: Job): boolean {
  return steps.some(({ run = "" }) => /\bbake\b(?!.*--print)|npm |\bnode build/.test(run));
}

function mayWrite({ permissions = {} }: Job): boolean {
  return Object.values(permissions).includes("write");
}

describe.each([...texts])("%s", (name, text) => {
  const lines = text.split("\n");

  it("takes every action by its commit, with the version as a comment", () => {
    const uses = lines.filter((line) => /^\s*(?:- )?uses:/.test(line));
    const pinned = /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(uses.filter((line) => !pinned.test(line))).toEqual([]);
  });

  it("says what its token may, and gives no job more than reading by default", () => {
    const { permissions, jobs } = workflow(name);
    expect(permissions).toBeDefined();
    if (Object.keys(permissions ?? {}).length > 0) return;
    expect(Object.values(jobs).filter((job) => job.permissions === undefined)).toEqual([]);
  });
});

describe("emulator, BuildKit and SBOM scanner", () => {
  it.each(["ci.yml", "release.yml"])("are taken by digest in %s", (name) => {
    const { jobs, env = {} } = workflow(name);
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const images = steps.flatMap(({ uses = "", with: inputs = {} }) => {
      if (uses.startsWith("docker/setup-qemu-action")) return [inputs["image"]];
      if (uses.startsWith("docker/setup-buildx-action")) return [inputs["driver-opts"]];
      return [];
    });
    if (name === "release.yml") images.push(env["SBOM_SCANNER"]);
    expect(images.length).toBeGreaterThan(0);
    for (const image of images) expect(image).toMatch(/:[\w.-]+@sha256:[0-9a-f]{64}$/);
  });
});

describe("release.yml", () => {
  const { jobs } = workflow("release.yml");
  it("builds with no secret and nothing to write to", () => {
    const building = Object.values(jobs).filter(builds);
    expect(building).toHaveLength(1);
    for (const job of building) {
      expect(job.permissions).toEqual({ contents: "read" });
      expect(JSON.stringify(job)).not.toMatch(/secrets\.|github\.token/);
    }
  });

  it("signs and pushes in a job of its own, in a protected environment", () => {
    const writing = Object.values(jobs).filter(mayWrite);
    expect(writing.map(({ environment }) => environment)).toEqual(["release"]);
    expect(writing.filter(builds)).toEqual([]);
    expect(writing.map(({ needs }) => needs)).toEqual(["build"]);
  });

  it("verifies who signed the base before it builds on it", () => {
    const steps = jobs["build"]?.steps.map(({ run = "" }) => run) ?? [];
    const verified = steps.findIndex((run) => /cosign verify "\$BASE_IMAGE"/.test(run));
    expect(verified).toBeGreaterThan(0);
    expect(steps.findIndex((run) => run.includes("buildx bake"))).toBeGreaterThan(verified);
    expect(steps[verified]).toContain(
      "--certificate-identity keyless@distroless.iam.gserviceaccount.com",
    );
  });

  it("bakes each image once, and takes the executables from the one that is signed", () => {
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = "" }) => run));
    const bakes = runs.filter((run) => /buildx bake(?!.*--print)/.test(run));
    expect(bakes).toHaveLength(1);
    const signed = runs.findIndex((run) => run.includes("cosign sign --yes"));
    const copied = runs.findIndex((run) => run.includes('"FROM $IMAGE@$DIGEST_OF_STANDALONE"'));
    expect(signed).toBeGreaterThan(0);
    expect(copied).toBeGreaterThan(signed);
  });
});

it("npm runs no script of any package", () => {
  for (const folder of [".", "test/mutation"]) {
    const settings = readFileSync(join(repository, folder, ".npmrc"), "utf8").split("\n");
    expect(settings).toContain("ignore-scripts=true");
  }
});
