import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Makes, once for all suites, the executable that goes into the buildpack's bin. */
export function setup(): void {
  const cwd = join(import.meta.dirname, "../..");
  for (const script of ["build", "build:standalone"]) {
    execFileSync("npm", ["run", "--silent", script], { cwd, stdio: "pipe" });
  }
}
