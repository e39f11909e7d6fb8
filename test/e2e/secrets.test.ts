import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Definition } from "../../src/cli/definition.ts";
import { allDefinitions } from "../../src/cli/definitions.ts";
import { type FaultServer, redirect, serveFaults, status } from "../support/fault-server.ts";
import { createLocalWorld, type LocalWorld } from "../support/local-world.ts";
import { madeUpRelease } from "../support/made-up-release.ts";
import { type Mirror, serveMirror } from "../support/mirror.ts";
import { type Proxy, serveProxy } from "../support/proxy.ts";
import { runInProcess } from "../support/recording-host.ts";
import { bytesOf } from "../support/sigstore/bundle.ts";
import { createPrivateAuthority } from "../support/tls.ts";

/*
 * Every setting that is an address, with a password in it, through every command that has it: where
 * it works and where it fails, and whatever is printed of it, none of that is the password.
 */

const secret = "s3cr3t-p4ssw0rd";
const base64 = Buffer.from(`user:${secret}`).toString("base64");

let world: LocalWorld;
let broken: FaultServer;
let astray: FaultServer;
let proxy: Proxy;
let feed: Mirror;
beforeAll(async () => {
  world = await createLocalWorld();
  broken = await serveFaults({}, () => status(503));
  astray = await serveFaults({}, () => redirect(`http://user:${secret}@127.0.0.1:9/%zz`));
  proxy = await serveProxy({ routes: {} });
  const release = await madeUpRelease({ version: "3.14.99", format: "tgz" });
  const bundle = bytesOf(world.sigstore.sign(release.tarball));
  await world.publish(release, { bundle });
  mkdirSync(at("from/3.14.99"), { recursive: true });
  for (const folder of ["from", "from/3.14.99"]) {
    writeFileSync(join(at(folder), release.name), release.tarball);
    writeFileSync(join(at(folder), `${release.name}.sigstore`), bundle);
  }
  writeFileSync(at("trusted_root.json"), JSON.stringify(world.sigstore.trustedRoot()));
  const digest = createHash("sha256").update(release.tarball).digest("hex");
  const pinned = `ENV PYTHON_VERSION=3.14.99\nENV PYTHON_SHA256=${digest} # Python-3.14.99.tgz\n`;
  writeFileSync(at("Dockerfile"), pinned);
  const audit = ["audit", "--mirror", world.mirror.url, "--trusted-root", at("trusted_root.json")];
  await runInProcess([...audit, "--feed", at("site")]);
  feed = await serveMirror(at("site"));
  writeFileSync(at("sig"), `${"A".repeat(90)}==`);
  writeFileSync(at("crt"), createPrivateAuthority().pem);
});
afterAll(async () => {
  await Promise.all([world.close(), broken.close(), astray.close(), proxy.close(), feed.close()]);
});

const at = (name: string): string => join(world.workspace.work, name);
const tarball = (): string => at("from/Python-3.14.99.tgz");
const format = ["--format", "tgz"];

/** A command line for each command, and for each way in which one uses the network. */
const commands: Record<string, () => readonly string[]> = {
  fetch: () => [
    "fetch",
    "3.14.99",
    ...format,
    "--out",
    at("out/tree"),
    "--evidence",
    at("out/evidence"),
  ],
  "fetch a series": () => [
    "fetch",
    "3.14",
    ...format,
    "--out",
    at("out/tree"),
    "--cache",
    at("out/cache"),
  ],
  "fetch what is not there": () => ["fetch", "3.14.98", ...format, "--out", at("out/tree")],
  verify: () => ["verify", tarball()],
  "verify what is detached": () => [
    "verify",
    tarball(),
    "--signature",
    at("sig"),
    "--certificate",
    at("crt"),
  ],
  resolve: () => ["resolve", "3.14.99", ...format],
  "resolve a series": () => ["resolve", "3.14", ...format],
  pin: () => ["pin", "3.14.99", ...format],
  "pin for a Dockerfile": () => ["pin", "3.14.99", ...format, "--as", "dockerfile"],
  compare: () => ["compare", "3.14.99", ...format, "--source", at("from")],
  check: () => ["check", at("Dockerfile")],
  audit: () => ["audit", "3.14", "--report", at("out/report"), "--cache", at("out/cache")],
  doctor: () => ["doctor", ...format, "--out", at("out/tree")],
  inspect: () => ["inspect", `${tarball()}.sigstore`],
  identities: () => ["identities"],
  completion: () => ["completion", "bash"],
};

/** What each setting leads to: a server that works, and all the ways of failing. */
const places: Record<string, (origin: string) => string> = {
  "that works": (origin) => origin,
  "that fails": () => broken.url,
  "that redirects astray": () => astray.url,
  "where nobody answers": () => "http://127.0.0.1:9/",
  "of a host that does not exist": () => "http://nowhere.invalid/",
  "that speaks no TLS": () => broken.url.replace("http:", "https:"),
  "that is none": () => "http://127.0.0.1:port/",
  "of another protocol": () => "ftp://127.0.0.1/",
  "that is a file": () => "file://127.0.0.1/",
  "with a query": (origin) => `${origin}?token=${secret}`,
};

/** Every flag that takes an address, with what it is where it works. */
const flags: Record<string, () => string> = {
  mirror: () => world.mirror.url,
  "tuf-mirror": () => world.tuf.url,
  "rekor-url": () => broken.url,
  rekor: () => broken.url,
  // Fails nothing where it does not answer.
  api: () => broken.url,
  feed: () => feed.url,
};

/** Those that end well where their servers do. */
const failing = new Set(["fetch what is not there", "verify what is detached", "compare"]);

const proxies = [
  "HTTP_PROXY",
  "http_proxy",
  "HTTPS_PROXY",
  "https_proxy",
  "ALL_PROXY",
  "all_proxy",
];

/** The same address with a user name and a password that are right, or that no URL may hold. */
function guarded(address: string, password: string): string {
  return address.replace("://", `://user:${password}@`);
}

/** The flags of a working run that a command has, but for the one that is tried. */
function rest(definition: Definition | undefined, except: string): string[] {
  const has = definition?.flags ?? {};
  const usual: Record<string, string> = {
    // A feed is asked in its place.
    ...(except === "feed" ? {} : { mirror: world.mirror.url }),
    ...(except === "tuf-mirror"
      ? { "tuf-root": at("root.json") }
      : { "trusted-root": at("trusted_root.json") }),
    "rekor-url": broken.url,
    retries: "0",
    "retry-delay": "0.001",
    "stall-timeout": "2",
  };
  return Object.entries(usual)
    .filter(([flag]) => flag !== except && Object.hasOwn(has, flag))
    .flatMap(([flag, value]) => [`--${flag}`, value]);
}

/** @returns the exit code */
async function expectUntold(args: readonly string[], env: Record<string, string>): Promise<number> {
  rmSync(at("out"), { recursive: true, force: true });
  mkdirSync(at("out"));
  const { stdout, stderr, exitCode } = await runInProcess(args, env);
  const written = readdirSync(at("out"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  const told = [stdout, stderr, ...written].flatMap((text) =>
    text.split("\n").filter((line) => line.includes(secret) || line.includes(base64)),
  );
  expect({ args, env, exitCode, told }).toEqual({
    args,
    env,
    exitCode: expect.any(Number),
    told: [],
  });
  expect({ args, env, stderr, isBug: exitCode === 1 }).toEqual({ args, env, stderr, isBug: false });
  return exitCode;
}

describe.each(Object.entries(commands))("%s", (title, command) => {
  const defined = (): Definition | undefined =>
    allDefinitions.find(({ name }) => name === command()[0]);
  const has = (flag: string): boolean => Object.hasOwn(defined()?.flags ?? {}, flag);
  const takesAddress = (flag: string): boolean =>
    defined()?.flags[flag]?.valueHint?.includes("URL") === true;
  const mode = (name: string): string[] => (has(name) ? [`--${name}`] : []);

  it.each(Object.keys(flags))("tells no password of --%s", async (flag) => {
    const right = flags[flag]?.() ?? "";
    const line = [...command(), ...rest(defined(), flag)];
    const variable = `PYVERIFY_${flag.toUpperCase().replace("-", "_")}`;
    // A command without the flag is as silent about the variable.
    await expectUntold([...line, ...mode("verbose")], { [variable]: guarded(right, secret) });
    await expectUntold([...line, ...mode("json")], { [variable]: guarded(right, `${secret}%`) });
    if (!takesAddress(flag)) return;
    const works = await expectUntold([...line, `--${flag}=${guarded(right, secret)}`], {});
    // There is no log for an audit to ask here.
    expect(works === 0).toBe(!failing.has(title) && flag !== "rekor");
    for (const place of Object.values(places)) {
      const given = `--${flag}=${guarded(place(right), secret)}`;
      await expectUntold([...line, ...mode("verbose"), given], {});
    }
    for (const password of [secret, `${secret}%`, `${secret}/`]) {
      const given = `--${flag}=${guarded(right, password)}`;
      await expectUntold([...line, ...mode("json"), given], {});
    }
    await expectUntold([...line, `--${flag}=${guarded(broken.url, secret)}`], {});
  });

  it("tells no password of a proxy", async () => {
    const line = [...command(), ...rest(defined(), "")];
    for (const variable of proxies) {
      const env = { [variable]: guarded(proxy.origin, secret) };
      await expectUntold([...line, ...mode("verbose")], env);
    }
    for (const place of Object.values(places)) {
      const env = { ALL_PROXY: guarded(place(proxy.origin), secret) };
      await expectUntold([...line, ...mode("json")], env);
    }
    await expectUntold(line, { ALL_PROXY: guarded(proxy.origin, `${secret}%`) });
  });
});

it.each([
  ["resolve", "URL"],
  ["resolve", "3.14", "URL"],
  ["resolve", "3.14", "--format", "URL"],
  ["resolve", "3.14", "--timeout", "URL"],
  ["fetch", "3.14", "--sha256", "URL"],
  ["fetch", "3.14", "--from", "URL", "--offline", "--out", "URL"],
  ["verify", "URL"],
  ["verify", "sha256:0", "--bundle", "URL"],
  ["inspect", "URL"],
  ["audit", "--bundles", "URL"],
  ["audit", "--feed", "URL"],
  ["check", "URL", "--feed", "URL"],
  ["check", ".", "--offline", "--feed", "URL"],
  ["pin", "--update", "URL"],
  ["completion", "URL"],
  ["URL"],
  ["resolve", "3.14", "--URL"],
])("an address in the wrong place tells no password: %s %s %s %s", async (...words) => {
  const given = `https://user:${secret}@mirror.example/python`;
  const args = words.map((word) => word.replace("URL", given));
  expect(await expectUntold(args, {})).toBeGreaterThan(1);
});

it("these are all flags that take an address, and all commands", () => {
  const addresses = allDefinitions.flatMap((definition) =>
    Object.entries(definition.flags)
      // An issuer is a name, which every summary shows.
      .filter(
        ([name, { valueHint }]) =>
          valueHint?.includes("URL") === true && name !== "certificate-oidc-issuer",
      )
      .map(([name]) => name),
  );
  expect(new Set(addresses)).toEqual(new Set(Object.keys(flags)));
  const tried = Object.values(commands).map((command) => command()[0]);
  expect(new Set(tried)).toEqual(new Set(allDefinitions.map(({ name }) => name)));
});
