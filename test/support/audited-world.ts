import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AuditReport } from "../../src/audit/report/report.ts";
import { createLocalWorld, type LocalWorld } from "./local-world.ts";
import { pyverify, type Run } from "./pyverify.ts";
import { bytesOf } from "./sigstore/bundle.ts";
import type { SigningOptions } from "./sigstore/local-sigstore.ts";

/** A mirror with many releases, each tarball a few bytes: an audit never looks into one. */
export interface AuditedWorld {
  readonly world: LocalWorld;
  /** Puts a tarball there, and its bundle unless `signing` is `null`. */
  put(path: string, signing?: SigningOptions | null): Promise<void>;
  /** Writes any file below the mirror's folder. */
  write(path: string, content: Buffer | string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Runs `pyverify audit` against it. */
  audit(...args: readonly string[]): Promise<Run>;
  /** The same with `--json`, and its answer. */
  report(...args: readonly string[]): Promise<AuditReport>;
  /** the bundle of a tarball, as `put` makes it */
  bundleOf(path: string, signing?: SigningOptions): Buffer;
}

/** Times that lie apart, so that a plot has a width. */
const signedAt = new Date("2026-03-01T12:00:00Z");

export async function createAuditedWorld(): Promise<AuditedWorld> {
  const world = await createLocalWorld();
  const folder = join(world.workspace.path, "python.org");
  const write = async (path: string, content: Buffer | string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  const bundleOf = (path: string, signing?: SigningOptions): Buffer =>
    bytesOf(world.sigstore.sign(Buffer.from(path), { signedAt, ...signing }));
  const run = (args: readonly string[]): Promise<Run> =>
    pyverify(world.workspace, ["audit", ...world.flags, "--rate", "999", ...args]);
  return {
    world,
    write,
    bundleOf,
    put: async (path, signing) => {
      await write(path, path);
      if (signing !== null) await write(`${path}.sigstore`, bundleOf(path, signing));
    },
    remove: (path) => rm(join(folder, path), { recursive: true }),
    audit: (...args) => run(args),
    report: async (...args) => {
      const { stdout } = await run([...args, "--json"]);
      const report: AuditReport = JSON.parse(stdout);
      return report;
    },
  };
}

/** One tarball of each verdict. */
export async function putEveryVerdict(audited: AuditedWorld): Promise<void> {
  await audited.put("3.14.0/Python-3.14.0.tar.xz");
  await audited.put("3.14.0/Python-3.14.0.tgz");
  await audited.put("3.14.0/Python-3.14.0rc1.tar.xz", {
    signedAt: new Date("2025-07-22T12:00:00Z"),
  });
  await audited.put("3.14.1/Python-3.14.1.tar.xz", { identity: "somebody@example.com" });
  await audited.put("3.14.2/Python-3.14.2.tar.xz", null);
  await audited.put("3.13.9/Python-3.13.9.tar.xz", {
    identity: "thomas@python.org",
    issuer: "https://accounts.google.com",
    signedAt: new Date("2025-10-14T12:00:00Z"),
  });
  await audited.put("3.13.10/Python-3.13.10.tar.xz", null);
  await audited.write("3.13.10/Python-3.13.10.tar.xz.sigstore", "<html>please log in</html>");
  await audited.put("3.11.0/Python-3.11.0rc2.tar.xz", null);
  await audited.write("3.11.0/Python-3.11.0rc2.tar.xz.sig", "a detached signature");
  await audited.write("3.11.0/Python-3.11.0rc2.tar.xz.crt", "and its certificate");
  await audited.put("3.6.0/Python-3.6.0.tar.xz", null);
}
