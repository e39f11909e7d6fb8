import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { run } from "./run.ts";

/** Whether there is a Go that can build pack and the lifecycle; the suites are skipped without. */
export async function goIsThere(): Promise<boolean> {
  const version = await run("go", ["version"], { env: { PATH: process.env["PATH"] ?? "" } }).catch(
    () => undefined,
  );
  if (version?.exitCode === 0) return true;
  console.warn("\nSKIPPED: no Go, so every test with the real buildpacks lifecycle or pack\n");
  return false;
}

/**
 * Builds programs at the versions that `programs/go.mod` pins: in minutes the first time, and in
 * seconds from Go's own cache later.
 *
 * @param folder where they go to; made if it is missing
 * @throws {Error} with what Go said
 */
export async function goBuild(folder: string, packages: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await go(["build", "-trimpath", "-ldflags=-s -w", "-o", `${folder}/`, ...packages]);
}

/** Where the source of a module lies that `programs/go.mod` pins, and its version. */
export async function goModule(name: string): Promise<{ folder: string; version: string }> {
  const [folder = "", version = ""] = (
    await go(["list", "-m", "-f", "{{.Dir}} {{.Version}}", name])
  )
    .trim()
    .split(" ");
  return { folder, version };
}

async function go(args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("go", args, {
    cwd: join(import.meta.dirname, "programs"),
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false" },
  });
  return stdout;
}
