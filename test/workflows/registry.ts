import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { listenOnLoopback } from "../support/loopback-server.ts";

/** A container registry that only this machine can reach. */
export interface Registry {
  /** `127.0.0.1:PORT`, which leads the names of its images */
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Starts the reference registry (https://distribution.github.io/distribution/).
 *
 * @param program `docker-registry`, as Debian calls it, or `registry`
 * @param folder where its images lie
 */
export async function startRegistry(program: string, folder: string): Promise<Registry> {
  const address = await freeAddress();
  const file = join(folder, "registry.json");
  // YAML, of which JSON is a part.
  const configuration = {
    version: "0.1",
    log: { level: "error", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, "images") } },
    http: { addr: address, secret: "of a registry without accounts" },
  };
  await writeFile(file, JSON.stringify(configuration));
  const child = spawn(program, ["serve", file], { stdio: "ignore" });
  await untilItAnswers(`http://${address}/v2/`, child);
  return {
    address,
    stop: async () => {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}

async function freeAddress(): Promise<string> {
  const server = await listenOnLoopback(createServer());
  await server.close();
  return new URL(server.origin).host;
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended at once`);
    const answers = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
