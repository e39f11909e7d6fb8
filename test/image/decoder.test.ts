import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decoderArgument } from "../../src/extract/decode/decoder-argument.ts";
import { realBundles } from "../support/real-bundles.ts";
import { publishedName } from "./build.ts";
import { docker, dockerIsThere } from "./docker.ts";

/** What `/proc` shows of the processes of a container, and what its decoder's user can do there. */
const look = `
const fs = require("node:fs");
const read = (file) => { try { return fs.readFileSync(file, "latin1"); } catch { return ""; } };
const pids = fs.readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name));
const attempt = (action) => { try { action(); return "done"; } catch (error) { return error.code; } };
console.log(JSON.stringify({
  processes: pids.map((pid) => ({
    pid: Number(pid),
    command: read("/proc/" + pid + "/cmdline").split("\\0"),
    status: Object.fromEntries(read("/proc/" + pid + "/status").split("\\n").map((l) => l.split(":\\t"))),
  })),
  writes: fs.readdirSync("/out").map((name) => attempt(() => fs.writeFileSync("/out/" + name + "/x", ""))),
  signals: attempt(() => process.kill(1, 0)),
  memory: attempt(() => fs.openSync("/proc/1/mem", "r+")),
}));`;

interface Seen {
  readonly processes: readonly {
    readonly pid: number;
    readonly command: readonly string[];
    readonly status: Readonly<Record<string, string>>;
  }[];
  readonly writes: readonly string[];
  readonly signals: string;
  readonly memory: string;
}

describe.skipIf(!(await dockerIsThere()))("the image, while its decoder waits", () => {
  const name = `pyverify-decoder-${process.pid}`;
  let server: Server;
  beforeAll(async () => {
    // A bundle that verifies, and a tarball that never comes: what waits is looked at in peace.
    const bundle = await readFile(join(realBundles, "3.14.0/Python-3.14.0.tar.xz.sigstore"));
    server = createServer(({ url = "" }, response) => {
      if (url.endsWith(".sigstore")) response.end(bundle);
      else if (url.includes(".tar.xz")) response.writeHead(200, { "content-length": 10 ** 6 });
      else response.writeHead(404).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(async () => {
    await docker(["rm", "--force", name]).catch(() => undefined);
    server.closeAllConnections();
    server.close();
  });

  test.each([
    ["nobody, for root", [], "65534"],
    ["root, for root without capabilities", ["--cap-drop=ALL"], "0"],
    ["the same user, for another", ["--user=12345:12345"], "12345"],
  ])("runs it as %s", async (_, flags, uid) => {
    const { processes } = await seenWith(flags, uid);
    const decoder = processes.find(isDecoder);
    const all = Array.from({ length: 4 }, () => uid).join("\t");
    expect(decoder?.status).toMatchObject({ Uid: all, Gid: all, PPid: "1" });
    expect(decoder?.command).toContain("--permission");
  });

  test("lets it have no capability and no group, and nothing of pyverify's", async () => {
    const { processes, writes, signals, memory } = await seenWith([], "65534");
    const { CapEff, CapPrm, Groups } = processes.find(isDecoder)?.status ?? {};
    expect([CapEff, CapPrm, Groups?.trim()]).toEqual(["0".repeat(16), "0".repeat(16), ""]);
    // The staging folder, while it is being made.
    expect(writes.filter((written) => written !== "EACCES")).toEqual([]);
    expect([signals, memory]).toEqual(["EPERM", "EACCES"]);
  });

  /** What its user sees of a container while the decoder waits there. */
  async function seenWith(flags: readonly string[], uid: string): Promise<Seen> {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("it does not listen");
    const mirror = `--mirror=http://127.0.0.1:${address.port}/`;
    await docker([
      ...["run", "--detach", `--name=${name}`, "--network=host", ...flags],
      ...["--env=HTTP_PROXY=", "--env=http_proxy=", "--env=SECRET=x", publishedName],
      ...["fetch", "3.14.0", "--trusted-root=embedded", mirror],
    ]);
    try {
      return await whenDecoding(uid);
    } finally {
      await docker(["rm", "--force", name]);
    }
  }

  /** As its user, so that `look` can do there what it can. */
  async function whenDecoding(uid: string): Promise<Seen> {
    for (;;) {
      const run = ["exec", `--user=${uid}:${uid}`, name, "/nodejs/bin/node", "-e", look];
      const { stdout } = await docker(run);
      const seen: Seen = JSON.parse(stdout.toString());
      if (seen.processes.some((one) => isDecoder(one) && one.status["PPid"] === "1")) return seen;
      await sleep(100);
    }
  }
});

function isDecoder({ command }: { readonly command: readonly string[] }): boolean {
  return (
    command.includes("/usr/local/lib/pyverify/pyverify.mjs") && command.includes(decoderArgument)
  );
}
