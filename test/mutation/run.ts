/*
 * `npm run mutation [AREA...]`: Stryker changes one thing in the source at a time, and the tests
 * have to notice. docs/testing.md says what came out.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { areas } from "./areas.ts";

const here = import.meta.dirname;
const repository = path.resolve(here, "../..");
const stryker = path.join(here, "node_modules/.bin/stryker");

const asked = process.argv.slice(2);
for (const name of asked.filter((word) => !(word in areas))) {
  console.error(`there is no area ${name}; there are ${Object.keys(areas).join(", ")}`);
  process.exit(2);
}
if (!existsSync(stryker)) run("npm", ["ci", "--no-audit", "--no-fund"], here);
for (const name of asked.length > 0 ? asked : Object.keys(areas)) {
  run(stryker, ["run", path.join(here, "stryker.config.mjs")], repository, { MUTATION_AREA: name });
}

function run(program: string, args: string[], cwd: string, env: Record<string, string> = {}): void {
  const { status } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
