import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type BuildSite, createBuildSite } from "./build-site.ts";
import { run } from "./run.ts";

/*
 * bin/generate as the specification calls it:
 * https://github.com/buildpacks/spec/blob/main/image_extension.md
 */
let site: BuildSite;

beforeAll(async () => {
  site = await createBuildSite();
});

afterAll(() => site.close());

beforeEach(() => site.clear());

test("the extension copies pyverify into the build image and fetches the source there", async () => {
  const { exitCode, stderr, dockerfile, config } = await generate("3.14.0");
  expect({ exitCode, stderr, config }).toEqual({ exitCode: 0, stderr: "", config: "" });
  expect(dockerfile).toBe(`ARG base_image
FROM \${base_image}
USER root
COPY --from=ghcr.io/pyverify/pyverify:standalone /pyverify /usr/local/bin/pyverify
WORKDIR /opt/cpython
RUN ["pyverify", "fetch", "3.14.0", "--out", "tree", "--evidence", "evidence"]
ARG user_id
USER \${user_id}
`);
});

test.each(["3.14", "latest"])("no cache says which release %s is", async (version) => {
  const { dockerfile } = await generate(version);
  expect(dockerfile).toContain(
    `ARG build_id\nWORKDIR /opt/cpython\nRUN ["pyverify", "fetch", "${version}",`,
  );
});

test("the platform's settings of pyverify, and another image of it, reach the Dockerfile", async () => {
  const { dockerfile, config } = await generate("3.14.0", {
    BP_PYVERIFY_IMAGE: "registry.test/pyverify@sha256:0123",
    PYVERIFY_MIRROR: 'https://mirror.test/"python"/',
    PYVERIFY_TRUSTED_ROOT: "embedded",
  });
  expect(dockerfile).toContain("COPY --from=registry.test/pyverify@sha256:0123 /pyverify ");
  expect(dockerfile).toContain("ARG PYVERIFY_MIRROR\nARG PYVERIFY_TRUSTED_ROOT\nWORKDIR ");
  expect(config).toBe(`[[build.args]]
name = 'PYVERIFY_MIRROR'
value = 'https://mirror.test/"python"/'
[[build.args]]
name = 'PYVERIFY_TRUSTED_ROOT'
value = 'embedded'
`);
});

test.each(["a'b", "a\nb"])(
  "a setting that would break out of its TOML is refused: %j",
  async (value) => {
    const { exitCode, stderr, dockerfile } = await generate("3.14.0", { PYVERIFY_MIRROR: value });
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      "cpython-source extension: error: PYVERIFY_MIRROR has a quote or a line break in it\nbecause: it is written into extend-config.toml\nhint: set it to a plain value\n",
    );
    expect(dockerfile).toBeUndefined();
  },
);

async function generate(version: string, environment: Readonly<Record<string, string>> = {}) {
  const plan = join(site.path, "plan.toml");
  await writeFile(
    plan,
    `[[entries]]\n  name = "cpython-source"\n  [entries.metadata]\n    version = "${version}"\n`,
  );
  const output = join(site.path, "generated");
  await rm(output, { recursive: true, force: true });
  await mkdir(output);
  const outcome = await run(join(site.extension, "bin/generate"), [output, site.platform, plan], {
    cwd: site.app,
    env: {
      PATH: process.env["PATH"] ?? "",
      CNB_EXTENSION_DIR: site.extension,
      CNB_OUTPUT_DIR: output,
      CNB_PLATFORM_DIR: site.platform,
      CNB_BP_PLAN_PATH: plan,
      ...environment,
    },
  });
  const read = (name: string): Promise<string | undefined> =>
    readFile(join(output, name), "utf8").catch(() => undefined);
  return {
    ...outcome,
    dockerfile: await read("build.Dockerfile"),
    config: await read("extend-config.toml"),
  };
}
