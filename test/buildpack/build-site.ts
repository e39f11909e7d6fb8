import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseVersion } from "../../src/release/version.ts";
import { type MadeUpRelease, madeUpRelease } from "../support/made-up-release.ts";
import { type Mirror, serveMirror } from "../support/mirror.ts";
import { bytesOf } from "../support/sigstore/bundle.ts";
import { createLocalSigstore, type SigningOptions } from "../support/sigstore/local-sigstore.ts";

const repository = join(import.meta.dirname, "../..");
const example = join(repository, "examples/buildpack");

/**
 * The folders of a buildpacks build, with the example's buildpack and extension in them, and what
 * pyverify talks to.
 *
 * @see https://github.com/buildpacks/spec/blob/main/platform.md
 */
export interface BuildSite {
  /** everything is below; anybody may read it */
  readonly path: string;
  readonly app: string;
  readonly layers: string;
  readonly platform: string;
  /** laid out as builders have them: ID/VERSION, the slash of the ID escaped */
  readonly buildpacks: string;
  readonly extensions: string;
  readonly buildpack: string;
  readonly extension: string;
  readonly mirror: Mirror;
  /** what leads pyverify to the mirror and to the local Sigstore */
  readonly settings: Readonly<Record<string, string>>;
  /** Writes a file of the app. */
  write(name: string, content: string): Promise<void>;
  /** Sets variables of the platform, as `pack build --env` does. */
  setPlatform(environment: Readonly<Record<string, string>>): Promise<void>;
  /** Puts a release on the mirror, in place of what is there, signed by its release manager. */
  publish(release: MadeUpRelease, signing?: SigningOptions): Promise<void>;
  /** Empties app, layers and platform. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function createBuildSite(): Promise<BuildSite> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "pyverify-buildpack-")));
  await chmod(path, 0o755);
  const folder = (name: string): string => join(path, name);
  const buildpack = folder("buildpacks/pyverify_cpython/0.1.0");
  const extension = folder("extensions/pyverify_cpython-source/0.1.0");
  await cp(join(example, "buildpack"), buildpack, { recursive: true });
  await cp(join(example, "extension"), extension, { recursive: true });
  await cp(join(repository, "dist/pyverify"), join(buildpack, "bin/pyverify"));
  const pythonOrg = folder("python.org");
  const mirror = await serveMirror(pythonOrg);
  const sigstore = createLocalSigstore();
  const trustedRoot = folder("trusted_root.json");
  await writeFile(trustedRoot, JSON.stringify(sigstore.trustedRoot()));
  const site: BuildSite = {
    path,
    app: folder("app"),
    layers: folder("layers"),
    platform: folder("platform"),
    buildpacks: folder("buildpacks"),
    extensions: folder("extensions"),
    buildpack,
    extension,
    mirror,
    settings: { PYVERIFY_MIRROR: mirror.url, PYVERIFY_TRUSTED_ROOT: trustedRoot },
    write: (name, content) => writeFile(join(path, "app", name), content),
    setPlatform: async (environment) => {
      for (const [name, value] of Object.entries(environment)) {
        await writeFile(join(path, "platform/env", name), value);
      }
    },
    publish: async (release, signing) => {
      const { major, minor, micro } = release.version;
      const files = join(pythonOrg, `${major}.${minor}.${micro}`);
      await rm(files, { recursive: true, force: true });
      await mkdir(files, { recursive: true });
      await writeFile(join(files, release.name), release.tarball);
      const bundle = bytesOf(sigstore.sign(release.tarball, signing));
      await writeFile(join(files, `${release.name}.sigstore`), bundle);
    },
    clear: async () => {
      for (const name of ["app", "layers", "platform"]) {
        await rm(folder(name), { recursive: true, force: true });
        await mkdir(folder(name), { mode: 0o777 });
        await chmod(folder(name), 0o777);
      }
      await mkdir(join(folder("platform"), "env"));
    },
    close: async () => {
      await mirror.close();
      await rm(path, { recursive: true, force: true });
    },
  };
  await site.clear();
  return site;
}

/**
 * A release that is configured, compiled and installed in no time. Its `python3` says which version
 * it is, what it was configured with, and a number that no two compilations share.
 */
export async function compilableRelease(
  text: string,
  { comment = "" }: { readonly comment?: string } = {},
): Promise<MadeUpRelease> {
  const { major, minor } = parseVersion(text);
  const configure = await readFile(join(import.meta.dirname, "configure.sh"), "utf8");
  const filled = configure
    .replaceAll("@VERSION@", text)
    .replaceAll("@SERIES@", `${major}.${minor}`);
  return madeUpRelease({ version: text, configure: `${filled}# ${comment}\n` });
}
