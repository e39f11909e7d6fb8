import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { docker, type DockerRun, tryDocker } from "./docker.ts";

export const repository = join(import.meta.dirname, "../..");

/** The name that the examples know pyverify's image by. */
export const publishedName = "ghcr.io/pyverify/pyverify:1";
export const standaloneName = "ghcr.io/pyverify/pyverify:standalone";

/** What the examples name these images by: the tags, and behind them digests once a release has pinned them. */
export const imageInExamples = referenceIn("minimal", "1");
const standaloneInExamples = referenceIn("standalone", "standalone");

function referenceIn(example: string, tag: string): string {
  const text = readFileSync(join(repository, "examples", example, "Containerfile"), "utf8");
  const name = new RegExp(`ghcr\\.io/pyverify/pyverify:${tag}(?:@sha256:[0-9a-f]{64})?`);
  return name.exec(text)?.[0] ?? "";
}

/** Flags with which a digest in an example means the image under test. */
const imagesUnderTest = [
  [imageInExamples, publishedName],
  [standaloneInExamples, standaloneName],
].flatMap(([named = "", built]) =>
  named.includes("@") ? ["--build-context", `${named}=docker-image://${built}`] : [],
);

/** Runs `docker buildx build`, which may fail. */
export async function tryBuild(flags: readonly string[], input = ""): Promise<DockerRun> {
  const proxies = (await hiddenProxies()).flatMap((name) => ["--build-arg", `${name}=`]);
  return tryDocker([...buildCommand, ...proxies, ...imagesUnderTest, ...flags], { input });
}

/**
 * Runs `docker buildx build`, which has to succeed.
 *
 * @throws {Error} with the log of its steps
 */
export async function build(flags: readonly string[], input = ""): Promise<DockerRun> {
  const run = await tryBuild(flags, input);
  if (run.exitCode === 0) return run;
  // Two suites that give the same tag for the first time at once: the later one is refused it.
  const again = / already exists$/m.test(run.stderr) ? await tryBuild(flags, input) : run;
  if (again.exitCode === 0) return again;
  throw new Error(`docker buildx build ${flags.join(" ")} failed\n${again.stderr}`);
}

// So that RUN steps reach this machine's loopback interface, where the mirror is.
const buildCommand = ["buildx", "build", "--progress=plain", "--network=host"];

/** Builds pyverify's own image from a file that `--file` does not have to name. */
export async function buildImage(flags: readonly string[]): Promise<DockerRun> {
  const { npmrc, certificates } = secretFiles();
  return build([
    ...(npmrc === undefined ? [] : ["--secret", `id=npmrc,src=${npmrc}`]),
    ...(certificates === undefined ? [] : ["--secret", `id=ca,src=${certificates}`]),
    ...flags,
  ]);
}

export interface BakeOptions {
  /** the variables of `docker-bake.hcl`, and those that BuildKit knows */
  readonly variables: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
}

/** Runs `docker buildx bake` for a folder's `docker-bake.hcl`. */
export async function bake(folder: string, { variables, flags }: BakeOptions): Promise<DockerRun> {
  const { npmrc = "", certificates = "" } = secretFiles();
  const proxies = (await hiddenProxies()).flatMap((name) => ["--set", `*.args.${name}=`]);
  return docker(
    [
      ...["buildx", "bake", "--progress=plain", "--allow=network.host", "--allow=fs=*"],
      ...["--file", join(folder, "docker-bake.hcl"), ...proxies, ...flags],
    ],
    {
      cwd: folder,
      env: { NETWORK: "host", NPMRC: npmrc, CA_CERTIFICATES: certificates, ...variables },
    },
  );
}

/**
 * The proxy variables that a RUN step must not see: a proxy on the engine's own loopback interface
 * is none for it.
 */
async function hiddenProxies(): Promise<readonly string[]> {
  const { stdout } = await docker(["info", "--format", "{{.HTTPProxy}}"]);
  const hidden = stdout.toString().startsWith("http://127.");
  return hidden ? ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"] : [];
}

/** The user's own npmrc and certificates, where there are any. */
function secretFiles(): { readonly npmrc?: string; readonly certificates?: string } {
  const npmrc = join(homedir(), ".npmrc");
  const certificates = process.env["NODE_EXTRA_CA_CERTS"];
  return {
    ...(existsSync(npmrc) ? { npmrc } : {}),
    ...(certificates !== undefined && existsSync(certificates) ? { certificates } : {}),
  };
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
