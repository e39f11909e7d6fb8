import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { Run } from "../support/pyverify.ts";
import type { BuildSite } from "./build-site.ts";
import { type DockerRun, tryDocker } from "../image/docker.ts";
import { goBuild } from "./go.ts";
import { writeImage } from "./oci-layout.ts";
import { run } from "./run.ts";

/**
 * The programs that run buildpacks, called as a platform calls them. As root they run as nobody:
 * some refuse to be root.
 *
 * @see https://github.com/buildpacks/lifecycle
 */
export interface Lifecycle {
  /** the folder that images are in, in OCI layout format: HOST/NAME/TAG */
  readonly images: string;
  /** whom buildpacks are run as */
  readonly uid: number;
  /** Finds out whether the app is for the buildpack, alone or together with the extension. */
  detector(order?: "with the extension"): Promise<Run>;
  /** Goes through all phases, and writes the image. */
  creator(image: string): Promise<Run>;
  /** Extends a build image that is running as a container, by what the extension generated, and builds. */
  extender(image: string): Promise<DockerRun>;
  /** Starts a process as the image's entrypoint does, here with the layers where they were built. */
  launcher(...command: readonly string[]): Promise<Run>;
}

const runImage = "base.test/run";

/**
 * Builds the programs of the lifecycle, as its releases have them in one folder.
 *
 * @throws {Error} with what Go said
 */
export async function buildPhases(bin: string): Promise<void> {
  await goBuild(bin, [`${module}/cmd/lifecycle`, `${module}/cmd/launcher`]);
  // One program, which goes by the name that it is called by.
  for (const phase of phases) await symlink("lifecycle", join(bin, phase));
}

const module = "github.com/buildpacks/lifecycle";
const phases = [
  "analyzer",
  "builder",
  "creator",
  "detector",
  "exporter",
  "extender",
  "rebaser",
  "restorer",
];

/**
 * Builds the lifecycle, and writes what a builder image has besides buildpacks.
 *
 * @throws {Error} with what Go said
 */
export async function buildLifecycle(site: BuildSite): Promise<Lifecycle> {
  const bin = join(site.path, "cnb/lifecycle");
  await buildPhases(bin);
  const images = join(site.path, "images");
  const cache = join(site.path, "cache");
  for (const folder of [images, cache]) {
    await mkdir(folder);
    await chmod(folder, 0o777);
  }
  await writeImage(join(images, runImage, "latest"));
  const order = join(site.path, "order.toml");
  await writeFile(order, orderOf("order", "pyverify/cpython"));
  const extended = join(site.path, "extended.toml");
  await writeFile(
    extended,
    orderOf("order", "pyverify/cpython") + orderOf("order-extensions", "pyverify/cpython-source"),
  );
  const runToml = join(site.path, "run.toml");
  await writeFile(runToml, `[[images]]\nimage = "${runImage}"\n`);

  const platform = {
    CNB_PLATFORM_API: "0.13",
    // Images in OCI layout format need no registry, and are an experiment.
    CNB_EXPERIMENTAL_MODE: "warn",
    CNB_NO_COLOR: "true",
    CNB_APP_DIR: site.app,
    CNB_BUILDPACKS_DIR: site.buildpacks,
    CNB_EXTENSIONS_DIR: site.extensions,
    CNB_LAYERS_DIR: site.layers,
    CNB_ORDER_PATH: order,
    CNB_PLATFORM_DIR: site.platform,
    CNB_RUN_PATH: runToml,
  };
  const env = { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", ...platform };
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
  const { uid, gid } = user ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  return {
    images,
    uid,
    detector: (extension) =>
      run(join(bin, "detector"), extension === undefined ? [] : ["-order", extended], {
        env,
        user,
      }),
    creator: (image) =>
      run(
        join(bin, "creator"),
        [
          ...["-layout", "-layout-dir", images, "-run-image", runImage, "-cache-dir", cache],
          ...["-launcher", join(bin, "launcher"), "-uid", `${uid}`, "-gid", `${gid}`, image],
        ],
        { env },
      ),
    extender: (image) =>
      tryDocker([
        ...["run", "--rm", "--network=host", "--user=0", `--entrypoint=${join(bin, "extender")}`],
        // What it leaves as root goes away with the container; what it reads stays.
        ...[`--volume=${site.path}:${site.path}`, "--volume=/kaniko"],
        `--volume=${site.path}/build-images:/kaniko/cache/base:ro`,
        ...Object.entries(platform).map(([name, value]) => `--env=${name}=${value}`),
        ...[image, "-kind", "build", "-uid", `${uid}`, "-gid", `${gid}`],
      ]),
    launcher: (...command) => run(join(bin, "launcher"), command, { env, user, cwd: site.app }),
  };
}

function orderOf(table: string, id: string): string {
  return `[[${table}]]\n[[${table}.group]]\nid = "${id}"\nversion = "0.1.0"\n`;
}
