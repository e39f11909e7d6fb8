import { spawn, spawnSync } from "node:child_process";
import { readlinkSync, writeFileSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { type CommandRun, tryCommand } from "./docker.ts";

/** Whether all of these can be run. */
export function programsAreThere(...programs: readonly string[]): boolean {
  return programs.every((name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0);
}

/** Whether there is a buildah, skopeo to push images, and a registry to take them from. */
export const buildahIsThere = programsAreThere("buildah", "skopeo", "docker-registry");
if (!buildahIsThere) {
  console.warn("\nNO BUILDAH, skopeo or docker-registry: what they build is SKIPPED\n");
}

/** A buildah with a store of its own. */
export interface Buildah {
  /** Runs `buildah build` without a cache, which may fail. */
  build(flags: readonly string[]): Promise<CommandRun>;
  /** a folder of its user's, for what it writes */
  readonly folder: string;
  /** Removes store and folder. */
  remove(): Promise<void>;
}

/**
 * @param images what a Containerfile's names stand for: names of images in a registry without TLS
 * @param user whom it runs as, where that is not who runs the tests
 */
export async function startBuildah(
  images: Readonly<Record<string, string>>,
  user?: typeof ordinaryUser,
): Promise<Buildah> {
  // Not below /tmp, which may be of a kind that overlay cannot lie on.
  const folder = await mkdtemp("/var/tmp/pyverify-buildah-");
  const store = ["--root", join(folder, "storage"), "--runroot", join(folder, "run")];
  const contexts = Object.entries(images).map(
    ([name, image]) => `--build-context=${name}=docker-image://${image}`,
  );
  const given = ["--tls-verify=false", "--network=host", "--http-proxy=false", "--no-cache"];
  const build = ["build", ...given, ...contexts];
  const run = user === undefined ? tryCommand : await runnerOf(user, folder);
  return {
    folder,
    build: async (flags) => run("buildah", [...store, ...build, ...flags]),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** `daemon` of Debian, which owns nothing. */
export const ordinaryUser = { id: 1 } as const;

/**
 * What runs a program as another user, in a user namespace as `buildah` makes it for a user with
 * a range of ids in /etc/subuid: here root gives them, and no set-uid program is needed.
 */
async function runnerOf({ id }: typeof ordinaryUser, folder: string): Promise<typeof tryCommand> {
  const home = join(folder, "home");
  await mkdir(join(home, ".config/containers"), { recursive: true });
  const policy = { default: [{ type: "insecureAcceptAnything" }] };
  await writeFile(join(home, ".config/containers/policy.json"), JSON.stringify(policy));
  // In whose home a buildah that runs in a chroot looks for its settings.
  const users = `root:x:0:0::${home}:/bin/sh\nbuilder:x:${id}:${id}::${home}:/bin/sh\n`;
  await writeFile(join(folder, "passwd"), users);
  await mkdir(join(folder, "run"));
  await chmod(folder, 0o755);
  for (const path of [".", "run", "home", "home/.config", "home/.config/containers"]) {
    await chown(join(folder, path), id, id);
  }
  const prepare = `read go; mount --bind ${folder}/passwd /etc/passwd; exec "$@"`;
  return async (program, args) => {
    const asUser = [`--reuid=${id}`, `--regid=${id}`, "--clear-groups"];
    const namespace = ["unshare", "--user", "--mount", "sh", "-c", prepare, "sh"];
    const child = spawn("setpriv", [...asUser, ...namespace, program, ...args], {
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        ...process.env,
        ...{
          HOME: home,
          XDG_CONFIG_HOME: join(home, ".config"),
          XDG_RUNTIME_DIR: join(folder, "run"),
          TMPDIR: folder,
        },
        ...{ BUILDAH_ISOLATION: "chroot", _CONTAINERS_USERNS_CONFIGURED: "done" },
        ...{ _CONTAINERS_ROOTLESS_UID: `${id}`, _CONTAINERS_ROOTLESS_GID: `${id}` },
      },
    });
    const ended = new Promise<number>((resolve) => {
      child.on("error", () => resolve(127));
      child.on("close", (code) => resolve(code ?? 1));
    });
    const own = readlinkSync("/proc/self/ns/user");
    while (readlinkSync(`/proc/${child.pid}/ns/user`) === own) await setTimeout(20);
    for (const map of ["uid_map", "gid_map"]) {
      writeFileSync(`/proc/${child.pid}/${map}`, `0 ${id} 1\n1 100000 65535\n`);
    }
    child.stdin.end("go\n");
    const [exitCode, stdout, stderr] = await Promise.all([
      ended,
      buffer(child.stdout),
      text(child.stderr),
    ]);
    return { exitCode, stdout, stderr };
  };
}
