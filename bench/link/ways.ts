import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { programs, repository } from "../contenders.ts";
import { version, type Internet, type Servers } from "./internet.ts";

/** Seconds of each step of a way; steps at the same time are told as one. */
export type Steps = Readonly<Record<string, number>>;

export interface Place {
  readonly internet: Internet;
  readonly servers: Servers;
  /** where files are put, emptied after each way */
  readonly work: string;
  /** a home in which cosign knows the stand-in of Sigstore's TUF repository, and nothing else of it */
  readonly cosignHome: string;
}

const tarball = `Python-${version}.tar.xz`;
const sha256 = "2299dae542d395ce3883aca00d3c910307cd68e0b2f7336098c8e7b7eee9f3e9";
const identity = "hugo@python.org";
const issuer = "https://github.com/login/oauth";

/** Each way from nothing to the source; Debian's image, which is pulled for all of them, is left out. */
export const ways: Readonly<Record<string, (place: Place) => Promise<Steps>>> = {
  "pyverify, zstd": (place) => pyverifyWay("pyverify:zstd", place),
  pyverify: (place) => pyverifyWay("pyverify:gzip", place),
  "cosign's image": async (place) => ({
    // BuildKit pulls the image while apt-get runs.
    "set-up": await both(pull("cosign:latest", place), packages(place)),
    ...(await cosignWay(place)),
  }),
  "cosign's executable": async (place) => ({
    "set-up": (await packages(place)) + (await curl("downloads", "cosign", place)),
    ...(await cosignWay(place)),
  }),
  sha256: async (place) => {
    const setUp = await packages(place);
    const tar = await curl("mirror", `${version}/${tarball}`, place);
    const sum = `echo '${sha256}  ${tarball}' | sha256sum --check --quiet`;
    return {
      "set-up": setUp,
      tarball: tar,
      verification: await timed(["sh", "-c", sum], place),
      extraction: await unpack(place),
    };
  },
};

async function cosignWay(place: Place): Promise<Steps> {
  const tar = await curl("mirror", `${version}/${tarball}`, place);
  const bundle = await curl("mirror", `${version}/${tarball}.sigstore`, place);
  const command = [
    programs.cosign,
    "verify-blob",
    "--bundle",
    `${tarball}.sigstore`,
    "--certificate-identity",
    identity,
    "--certificate-oidc-issuer",
    issuer,
    tarball,
  ];
  const home = mkdtempSync(join(place.work, "home-"));
  cpSync(place.cosignHome, home, { recursive: true });
  const env = { HOME: home, SSL_CERT_FILE: place.servers.ca };
  const verification = await timed(command, place, env);
  return { tarball: tar, bundle, verification, extraction: await unpack(place) };
}

async function pyverifyWay(image: string, place: Place): Promise<Steps> {
  const setUp = await pull(image, place);
  return { "set-up": setUp, ...(await runPyverify(version, place)) };
}

/** pyverify alone: how long until the tarball was there, from then to verified, and to extracted. */
export async function runPyverify(
  spec: string,
  place: Place,
  program = join(repository, "dist/pyverify.mjs"),
  until: "verified" | "extracted" = "extracted",
): Promise<Steps> {
  const { internet, servers, work } = place;
  internet.link.largestArrived();
  const command = [
    process.execPath,
    program,
    "fetch",
    spec,
    "--mirror",
    internet.mirror,
    "--tuf-mirror",
    internet.tuf,
    "--tuf-root",
    servers.tufRoot,
    "--ca",
    servers.ca,
    "--out",
    join(work, "out"),
  ];
  const start = performance.now();
  let verified = Number.NaN;
  await run(command, place, {}, (line, child) => {
    if (!line.startsWith("pyverify: extracting ") || !Number.isNaN(verified)) return;
    verified = performance.now();
    if (until === "verified") child.kill();
  });
  const end = performance.now();
  if (Number.isNaN(verified)) throw new Error("pyverify does not say when it has verified");
  const arrived = internet.link.largestArrived();
  return {
    tarball: (arrived - start) / 1000,
    verification: (verified - arrived) / 1000,
    extraction: (end - verified) / 1000,
  };
}

/** The tarball alone, by curl. */
export async function curlAlone(place: Place): Promise<number> {
  return curl("mirror", `${version}/${tarball}`, place);
}

async function curl(
  from: "mirror" | "downloads",
  path: string,
  { internet, servers, ...place }: Place,
): Promise<number> {
  const url = `${internet[from]}${path}`;
  const command = ["curl", "-fsS", "--cacert", servers.ca, "-O", url];
  return timed(command, { internet, servers, ...place });
}

/** What `apt-get update` and `apt-get install` get, as one download; what they compute is left out. */
async function packages(place: Place): Promise<number> {
  return curl("downloads", "packages", place);
}

/** An image from the registry, with its layers unpacked. */
async function pull(image: string, place: Place): Promise<number> {
  const to = join(place.work, "image");
  const from = `docker://${place.internet.registry}/${image}`;
  const copy = ["skopeo", "copy", "--quiet", "--src-tls-verify=false", from, `oci:${to}`];
  const pulled = await timed(copy, place);
  const start = performance.now();
  await unpackLayers(join(to, "blobs/sha256"), join(place.work, "layers"));
  return pulled + (performance.now() - start) / 1000;
}

/** Unpacks what of an image's blobs is a layer, one after the other and into one folder. */
async function unpackLayers(blobs: string, folder: string): Promise<void> {
  mkdirSync(folder);
  const tar = spawn("tar", ["-x", "--ignore-zeros", "-C", folder], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = once(tar, "close");
  for (const name of readdirSync(blobs)) {
    const file = join(blobs, name);
    const magic = readFileSync(file).subarray(0, 4).toString("hex");
    const decoder =
      magic === "28b52ffd"
        ? createZstdDecompress()
        : magic.startsWith("1f8b")
          ? createGunzip()
          : undefined;
    if (decoder === undefined) continue;
    await pipeline(createReadStream(file), decoder, tar.stdin, { end: false });
  }
  tar.stdin.end();
  await ended;
  if (tar.exitCode !== 0) throw new Error(`the layers in ${blobs} cannot be unpacked`);
}

async function unpack(place: Place): Promise<number> {
  mkdirSync(join(place.work, "out"));
  const flags = ["--strip-components=1", "--no-same-owner", "-C", "out"];
  return timed(["tar", "-xJf", tarball, ...flags], place);
}

async function both(...steps: readonly Promise<number>[]): Promise<number> {
  return Math.max(...(await Promise.all(steps)));
}

async function timed(
  command: readonly string[],
  place: Place,
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const start = performance.now();
  await run(command, place, env);
  return (performance.now() - start) / 1000;
}

/** Runs a program in the place, without any proxy of this machine's. */
export async function run(
  [program = "", ...words]: readonly string[],
  { work }: Pick<Place, "work">,
  env: Readonly<Record<string, string>> = {},
  onLine: (line: string, child: ChildProcess) => void = () => undefined,
): Promise<void> {
  const { PATH = "", HOME = "", TMPDIR = "/tmp" } = process.env;
  const child = spawn(program, words, {
    cwd: work,
    env: { PATH, HOME, TMPDIR, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  createInterface(child.stderr).on("line", (line) => onLine(line, child));
  const [said, code] = await Promise.all([
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.on("error", reject).on("close", resolve);
    }),
  ]);
  if (code !== 0 && !child.killed) throw new Error(`${program} ${words.join(" ")} failed: ${said}`);
}

/** Makes the place as empty as it was. */
export function empty({ work }: Place): void {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
}
