import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { build, ensureBase } from "../image/build.ts";
import type { Run } from "../support/pyverify.ts";
import type { BuildSite } from "./build-site.ts";
import { goBuild, goModule } from "./go.ts";
import { buildPhases } from "./lifecycle.ts";
import { run } from "./run.ts";

/**
 * The program that people build with.
 *
 * @see https://buildpacks.io/docs/for-platform-operators/how-to/integrate-ci/pack/
 */
export type Pack = (args: readonly string[], cwd?: string) => Promise<Run>;

/** What pack is given besides, so that a build finds the engine and this machine's loopback. */
export const onThisMachine = ["--network=host", "--docker-host=inherit"];

/**
 * Builds pack, with a configuration of its own that names images in the engine alone.
 *
 * @throws {Error} with what Go said
 */
export async function buildPack(site: BuildSite): Promise<Pack> {
  const bin = join(site.path, "pack-bin");
  await goBuild(bin, ["github.com/buildpacks/pack"]);
  const home = join(site.path, "pack-home");
  await mkdir(home);
  // Extensions are what pack calls an experiment.
  await writeFile(join(home, "config.toml"), 'pull-policy = "never"\nexperimental = true\n');
  const docker = Object.entries(process.env).flatMap(([name, value = ""]) =>
    name.startsWith("DOCKER_") ? [[name, value]] : [],
  );
  const env = {
    ...Object.fromEntries(docker),
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    HOME: home,
    PACK_HOME: home,
    // In a container, pack takes a new cache at each build without.
    PACK_VOLUME_KEY: "pyverify",
  };
  return (args, cwd = site.path) => run("pack", args, { env, cwd });
}

export interface NamedBuilder {
  readonly name: string;
  /** build image and run image in one: it has what the made-up CPython needs */
  readonly base: string;
  /** with the image extension; the builder is pushed then, since the extender takes it from a registry */
  readonly isExtended?: boolean;
}

/** Makes the image that builders are made of. */
export async function buildBase(name: string): Promise<void> {
  await ensureBase("debian:trixie-slim");
  await build(["--tag", name, "-"], baseImageFile);
}

/**
 * Makes a builder of the example's buildpack and the lifecycle, by `pack builder create`.
 *
 * @throws {Error} with what pack or Go said
 */
export async function createBuilder(
  site: BuildSite,
  pack: Pack,
  { name, base, isExtended = false }: NamedBuilder,
): Promise<void> {
  const toml = join(site.path, "builder.toml");
  await writeFile(
    toml,
    `[[buildpacks]]
uri = "${site.buildpack}"
[[order]]
[[order.group]]
id = "pyverify/cpython"
version = "0.1.0"
[build]
image = "${base}"
[run]
[[run.images]]
image = "${base}"
[lifecycle]
uri = "${await packageLifecycle(site)}"
${isExtended ? extensions(site) : ""}`,
  );
  const publish = isExtended ? ["--publish"] : [];
  const args = ["builder", "create", name, "--config", toml, ...publish];
  const { exitCode, stdout, stderr } = await pack(args);
  if (exitCode !== 0) throw new Error(`pack builder create: ${stdout}${stderr}`);
}

function extensions(site: BuildSite): string {
  return `[[extensions]]
uri = "${site.extension}"
[[order-extensions]]
[[order-extensions.group]]
id = "pyverify/cpython-source"
version = "0.1.0"
`;
}

/** The archive that the lifecycle's releases consist of, made by its own packager. */
async function packageLifecycle(site: BuildSite): Promise<string> {
  const name = "github.com/buildpacks/lifecycle";
  const { folder, version } = await goModule(name);
  const phases = join(site.path, "packaged/lifecycle");
  await buildPhases(phases);
  const tools = join(site.path, "pack-bin");
  await goBuild(tools, [`${name}/tools/packager`]);
  const archive = join(site.path, "lifecycle.tgz");
  const { exitCode, stdout } = await run(
    join(tools, "packager"),
    [
      ...["-archivePath", archive, "-inputDir", phases, "-version", version.replace("v", "")],
      ...["-descriptorPath", join(folder, "lifecycle.toml")],
    ],
    { env: { PATH: process.env["PATH"] ?? "" } },
  );
  if (exitCode !== 0) throw new Error(stdout);
  return archive;
}

// A small one: pack takes the whole builder out of the engine and puts it back, at every build.
const baseImageFile = `FROM debian:trixie-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends make && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 1234 --create-home cnb
# Docker 28.5 makes no mount point below an absolute link, and the engine's socket is mounted there.
RUN ln -sfn ../run /var/run
ENV CNB_USER_ID=1234 CNB_GROUP_ID=1234
USER 1234:1234
`;
