import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pinFormats } from "../../src/lock/pin-formats.ts";
import { pinnedTarball } from "../../src/lock/pinned-file.ts";
import { locked } from "../support/locked.ts";
import { tryDocker } from "../image/docker.ts";

/** From 0.31 on, buildx evaluates policies by itself; it asks an engine for its platform. */
const canEvaluate =
  (await tryDocker(["buildx", "policy", "test", "--help"])).stdout
    .toString()
    .includes("buildx policy test") && (await tryDocker(["info"])).exitCode === 0;
if (!canEvaluate) console.warn("SKIPPED: pin --as buildx-policy, since there is no buildx 0.31");

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** What buildx asks, and what the policy answers. */
const cases = {
  signed: { input: http("/x/Python-3.14.0.tar.xz", digest("1")), allow: true },
  bundle: { input: http("/x/Python-3.14.0.tar.xz.sigstore", digest("2")), allow: true },
  other_bytes: { input: http("/x/Python-3.14.0.tar.xz", digest("3")), allow: false },
  digest_of_bundle: { input: http("/Python-3.14.0.tar.xz", digest("2")), allow: false },
  no_digest: { input: http("/x/Python-3.14.0.tar.xz"), allow: false },
  other_file: { input: http("/x/Python-3.14.1.tar.xz", digest("3")), allow: true },
  image: { input: { image: { ref: "docker.io/library/debian:trixie-slim" } }, allow: true },
} as const;

describe.skipIf(!canEvaluate)("what pin prints as a policy, evaluated by buildx itself,", () => {
  let folder: string;
  let said: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pyverify-policy-"));
    const policy = pinFormats["buildx-policy"]([pinnedTarball(locked("3.14.0"))]);
    await writeFile(join(folder, "Dockerfile.rego"), policy);
    await writeFile(join(folder, "Dockerfile_test.rego"), tests());
    const run = await tryDocker(["buildx", "policy", "test", "."], { cwd: folder });
    said = run.stdout.toString() + run.stderr;
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(Object.entries(cases))("decides on %s", (name, { allow }) => {
    expect(said).toMatch(new RegExp(`^test_${name}: PASS \\(allow=${allow}[,)]`, "m"));
  });

  test("names the address that gives other bytes", () => {
    expect(said).toContain(
      "deny_msg=https://mirror.example/x/Python-3.14.0.tar.xz is not the Python-3.14.0.tar.xz that was signed",
    );
  });
});

/** A rule for each case, as `buildx policy test` looks for them. */
function tests(): string {
  const rules = Object.entries(cases).map(([name, { input, allow }]) => {
    const decision = allow ? "decision.allow" : "not decision.allow";
    return `test_${name} if ${decision} with input as ${JSON.stringify(input)}\n`;
  });
  return ["package docker\n", ...rules].join("\n");
}

function http(path: string, checksum?: string) {
  return { http: { url: `https://mirror.example${path}`, path, ...(checksum && { checksum }) } };
}
