import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { docker, type DockerRun, tryDocker } from "./docker.ts";

export const repository = join(import.meta.dirname, "../..");

/** The name that the examples know pyverify's image by. */
export const publishedName = "ghcr.io/pyverify/pyverify:1";

/**
 * What every build is given so that its RUN steps reach this machine's loopback interface, where
 * the mirror is, and the package registries.
 */
export async function networkFlags(): Promise<readonly string[]> {
  const { stdout } = await docker(["info", "--format", "{{.HTTPProxy}}"]);
  // A proxy on the engine's own loopback is no proxy for a RUN step.
  const proxies = stdout.toString().startsWith("http://127.")
    ? ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"]
    : [];
  return ["--network=host", ...proxies.flatMap((name) => ["--build-arg", `${name}=`])];
}

/** The user's own npmrc and certificates, where there are any, as the Containerfile takes them. */
export function secretFlags(): readonly string[] {
  const npmrc = join(homedir(), ".npmrc");
  const certificates = process.env["NODE_EXTRA_CA_CERTS"];
  return [
    ...(existsSync(npmrc) ? ["--secret", `id=npmrc,src=${npmrc}`] : []),
    ...(certificates !== undefined && existsSync(certificates)
      ? ["--secret", `id=ca,src=${certificates}`]
      : []),
  ];
}

/** Runs `docker buildx build`, which may fail. */
export async function tryBuild(flags: readonly string[], input?: string): Promise<DockerRun> {
  const network = await networkFlags();
  return tryDocker(["buildx", "build", "--progress=plain", ...network, ...flags], input);
}

/**
 * Runs `docker buildx build`, which has to succeed.
 *
 * @throws {Error} with the log of its steps
 */
export async function build(flags: readonly string[], input?: string): Promise<DockerRun> {
  const network = await networkFlags();
  return docker(["buildx", "build", "--progress=plain", ...network, ...flags], input);
}

/**
 * Sees to it that a base image is there: pulled if it can be, and otherwise built, under the same
 * name, by the stand-in of that name in `stand-ins/`.
 */
export async function ensureBase(name: string): Promise<void> {
  if ((await tryDocker(["image", "inspect", name])).exitCode === 0) return;
  if ((await tryDocker(["pull", "--quiet", name])).exitCode === 0) return;
  const file = join(
    import.meta.dirname,
    "stand-ins",
    `${name.replaceAll(/[/:]/g, "-")}.Containerfile`,
  );
  if (!existsSync(file)) throw new Error(`${name} cannot be pulled and has no stand-in`);
  console.warn(`${name} cannot be pulled: a stand-in is built under its name`);
  await build(["--tag", name, "--file", file, join(import.meta.dirname, "stand-ins")]);
}
