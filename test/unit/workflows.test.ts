import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { standIns } from "../workflows/job.ts";
import { evaluate, type Job, readWorkflow, repository } from "../workflows/workflow.ts";

const files = globSync(["{.github/workflows,examples/github-actions}/*.yml"], { cwd: repository });
const own = files.filter((file) => file.startsWith(".github/"));
const ci = ".github/workflows/ci.yml";
const release = ".github/workflows/release.yml";

function builds({ steps }: Job): boolean {
  return steps.some(({ run = "" }) => /\bbake\b(?!.*--print)|npm |\bnode build/.test(run));
}

function read(file: string): string {
  return readFileSync(join(repository, file), "utf8");
}

function mayWrite({ permissions = {} }: Job): boolean {
  return Object.values(permissions).includes("write");
}

describe.each(files)("%s", (file) => {
  const lines = read(file).split("\n");

  it("takes every action by its commit, with the version as a comment", () => {
    const uses = lines.filter((line) => /^\s*(?:- )?uses:/.test(line));
    const pinned = /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(uses.filter((line) => !pinned.test(line))).toEqual([]);
  });

  it("says what its token may, and gives no job more than reading by default", () => {
    const { permissions, jobs } = readWorkflow(file);
    expect(permissions).toBeDefined();
    if (Object.keys(permissions ?? {}).length > 0) return;
    expect(Object.values(jobs).filter((job) => job.permissions === undefined)).toEqual([]);
  });
});

describe("emulator, BuildKit and SBOM scanner", () => {
  it.each([ci, release])("are taken by digest in %s", (file) => {
    const { jobs, env = {} } = readWorkflow(file);
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const images = steps.flatMap(({ uses = "", with: inputs = {} }) => {
      if (uses.startsWith("docker/setup-qemu-action")) return [inputs["image"]];
      if (uses.startsWith("docker/setup-buildx-action")) return [inputs["driver-opts"]];
      return [];
    });
    if (file === release) images.push(env["SBOM_SCANNER"]);
    expect(images.length).toBeGreaterThan(0);
    for (const image of images) expect(image).toMatch(/:[\w.-]+@sha256:[0-9a-f]{64}$/);
  });
});

describe("release.yml", () => {
  const { jobs } = readWorkflow(release);
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
    const verified = steps.findIndex((run) =>
      /cosign verify "\$BASE_IMAGE" "\$DEBUG_BASE_IMAGE"/.test(run),
    );
    expect(verified).toBeGreaterThan(0);
    expect(steps.findIndex((run) => run.includes("buildx bake"))).toBeGreaterThan(verified);
    expect(steps[verified]).toContain(
      "--certificate-identity keyless@distroless.iam.gserviceaccount.com",
    );
  });

  it("signs what says how each platform was built, where buildx's policies look for it", () => {
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = "" }) => run));
    const bake = runs.find((run) => /buildx bake(?!.*--print)/.test(run)) ?? "";
    // Only as an artifact of its own has an attestation manifest the subject that is asked for.
    const outputs = bake.match(/output=type=oci,\S*/g) ?? [];
    expect(outputs).not.toEqual([]);
    expect(outputs.filter((output) => !output.includes(",oci-artifact=true"))).toEqual([]);
    const signing = runs.find((run) => run.includes("cosign sign --yes")) ?? "";
    expect(signing).toContain('select(.annotations["vnd.docker.reference.type"]');
    expect(signing).toContain('--registry-referrers-mode=oci-1-1 "$IMAGE@$attestation"');
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

describe("npm run workflows", () => {
  it.each(own)("can stand in for every action of %s", (file) => {
    const steps = Object.values(readWorkflow(file).jobs).flatMap((job) => job.steps);
    const actions = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses.split("@")[0]]));
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action = "") => standIns[action] === undefined)).toEqual([]);
  });

  it("evaluates names, and nothing that it does not know", () => {
    const values = { "github.repository": "o/r", "steps.build.outputs.image": "sha256:1" };
    const text = "ghcr.io/${{ github.repository }}@${{steps.build.outputs.image}}";
    expect(evaluate(text, values)).toBe("ghcr.io/o/r@sha256:1");
    expect(() => evaluate("${{ github.sha }}", values)).toThrow("${{ github.sha }} has no value");
    expect(() => evaluate("${{ !cancelled() }}", values)).toThrow("has no value here");
  });
});

it("an image's digest is asked for in a way that buildx answers with the digest alone", () => {
  const texts = [...files, "docs/verify-this-image.md"].map(read);
  // `{{.Manifest.Digest}}` is one that it answers with everything that it has to say.
  const formats = texts.flatMap((text) => text.match(/--format '\{\{[^']*Manifest[^']*'/g) ?? []);
  expect(new Set(formats)).toEqual(new Set(["--format '{{print .Manifest.Digest}}'"]));
});

it("an image that is built without a version says the one that pyverify says", () => {
  const { version } = manifest;
  expect(/^ARG VERSION=(.*)$/m.exec(read("Containerfile"))?.[1]).toBe(version);
  expect(/^variable "VERSION" \{\n {2}default = "(.*)"$/m.exec(read("docker-bake.hcl"))?.[1]).toBe(
    version,
  );
  expect(JSON.parse(read("package-lock.json"))).toMatchObject({ version });
});

it("npm runs no script of any package", () => {
  for (const folder of [".", "test/mutation"]) {
    const settings = read(join(folder, ".npmrc")).split("\n");
    expect(settings).toContain("ignore-scripts=true");
  }
});
