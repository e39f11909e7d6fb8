import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { type FaultServer, serveFaults, status } from "../support/fault-server.ts";
import { type Proxy, serveProxy } from "../support/proxy.ts";
import { pyverify } from "../support/pyverify.ts";
import { createLocalSigstore } from "../support/sigstore/local-sigstore.ts";
import { serveTufRepository, type TufRepository } from "../support/sigstore/tuf-repository.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

let mirror: FaultServer;
let tuf: TufRepository;
let workspace: Workspace;
/** minutes by which the mirror's clock is off */
let mirrorIsAhead = 0;

beforeAll(async () => {
  mirror = await serveFaults({ "": Buffer.from("listing") }, () => ({ response }) => {
    const date = new Date(Date.now() + mirrorIsAhead * 60_000);
    response.writeHead(200, { date: date.toUTCString() }).end();
  });
  tuf = await serveTufRepository(createLocalSigstore().trustedRoot());
});
afterAll(async () => {
  await mirror.close();
  await tuf.close();
});
beforeEach(async () => {
  mirrorIsAhead = 0;
  workspace = await createWorkspace();
  await writeFile(join(workspace.home, "root.json"), tuf.root);
});
afterEach(async () => workspace.remove());

function doctorArgs(changes: Readonly<Record<string, string>> = {}): string[] {
  const flags = {
    mirror: mirror.url,
    "tuf-mirror": tuf.url,
    "tuf-root": join(workspace.home, "root.json"),
    out: "tree",
    cache: "cache/of/builds",
    ...changes,
  };
  return ["doctor", ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`)];
}

async function examine(changes: Readonly<Record<string, string>> = {}, env = {}) {
  const before = await workspace.contents();
  const run = await pyverify(workspace, doctorArgs(changes), { env });
  expect(await workspace.contents()).toEqual(before);
  return run;
}

test("where nothing is wrong, the doctor says so and leaves nothing behind", async () => {
  const { exitCode, stdout } = await examine();
  expect(stdout.match(/^\w+(?= )/gm)).toEqual(["ok", "ok", "ok", "ok", "ok", "ok"]);
  expect(stdout).toContain("the clocks agree");
  expect(exitCode).toBe(0);
});

describe("the doctor says what is wrong, how to mend it, and exits as fetch would", () => {
  test("when a name cannot be looked up", async () => {
    const { exitCode, stdout } = await examine({ mirror: "https://mirror.invalid/python/" });
    expect(stdout).toMatch(/^failed +name look-up: the name mirror.invalid cannot be looked up\n/);
    expect(stdout).toContain("hint: give the build a network");
    expect(exitCode).toBe(4);
  });

  test("when a proxy refuses, without telling its password", async () => {
    const proxy: Proxy = await serveProxy({ routes: {}, credentials: "a:b" });
    const { origin } = proxy;
    const { exitCode, stdout } = await examine(
      { mirror: "https://mirror.invalid/python/" },
      { HTTPS_PROXY: origin.replace("://", "://builder:open-sesame@"), NO_PROXY: "127.0.0.1" },
    );
    await proxy.close();
    expect(stdout).toContain("127.0.0.1 is 127.0.0.1, which is the proxy");
    expect(stdout).toContain(`failed   mirror and clock: the proxy ${origin} does not let`);
    expect(stdout).not.toContain("open-sesame");
    expect(exitCode).toBe(4);
  });

  test("when the clock is wrong by days", async () => {
    mirrorIsAhead = 60 * 48;
    const { exitCode, stdout } = await examine();
    expect(stdout).toContain("failed   mirror and clock: the clock disagrees with");
    expect(stdout).toContain("this clock is 2880 minutes behind it");
    expect(stdout).toContain("hint: set this machine's clock");
    expect(exitCode).toBe(5);
  });

  test("when TUF cannot be reached", async () => {
    const { exitCode, stdout } = await examine({ "tuf-mirror": "http://127.0.0.1:9" });
    expect(stdout).toContain("failed   trusted root: ");
    expect(stdout).toContain("--trusted-root embedded");
    expect(exitCode).toBe(5);
  });

  test("when the output folder is in use", async () => {
    await mkdir(join(workspace.work, "tree/other"), { recursive: true });
    const { exitCode, stdout } = await examine();
    expect(stdout).toMatch(/^failed +output folder: .* is not empty$/m);
    expect(exitCode).toBe(8);
  });

  test("the first of several", async () => {
    await writeFile(join(workspace.work, "tree"), "a file");
    const { exitCode, stdout } = await examine({ "tuf-mirror": "http://127.0.0.1:9" });
    expect(stdout.match(/^failed +[\w ]+/gm)).toHaveLength(2);
    expect(exitCode).toBe(5);
  });
});

test("what a fetch would get along with is a warning", async () => {
  mirrorIsAhead = -30;
  await writeFile(join(workspace.work, "cache"), "a file");
  const { exitCode, stdout } = await examine();
  expect(stdout).toMatch(/^warning +mirror and clock: .* this clock is 30 minutes ahead of it$/m);
  expect(stdout).toMatch(/^warning +cache: .* cannot be written to/m);
  expect(exitCode).toBe(0);
});

test("a mirror that lists nothing is a warning", async () => {
  const closed = await serveFaults({}, () => status(403));
  const { exitCode, stdout } = await examine({ mirror: closed.url });
  await closed.close();
  expect(stdout).toMatch(/^warning +mirror and clock: .* status 403$/m);
  expect(exitCode).toBe(0);
});

test("offline, the network is left out, and findings come as JSON too", async () => {
  const args = ["doctor", "--offline", "--json", "--out", "tree", "--format", "tgz"];
  const { exitCode, stdout } = await pyverify(workspace, args);
  expect(JSON.parse(stdout)).toMatchObject({
    checks: [
      { check: "trusted root", outcome: "ok" },
      { check: "output folder", outcome: "ok" },
      { check: "decoder", outcome: "ok" },
    ],
  });
  expect(exitCode).toBe(0);
});
