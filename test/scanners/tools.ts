import process from "node:process";
import { run } from "../buildpack/run.ts";
import type { Run } from "../support/pyverify.ts";

/** A program of somebody else's that says what it makes of our documents. */
export type Tool = (...args: readonly string[]) => Promise<Run>;

/**
 * Looks for a program on the PATH; what needs it is skipped without, and says so.
 *
 * @param probe arguments with which it does nothing and succeeds
 */
export async function tool(name: string, ...probe: readonly string[]): Promise<Tool | undefined> {
  const env = { ...definedOf(process.env), ...quiet };
  const found: Tool = (...args) => run(name, args, { env });
  const outcome = await found(...probe).catch(() => undefined);
  if (outcome?.exitCode === 0) return found;
  console.warn(
    `\nSKIPPED: no ${name}, so nothing is known of what it says; scripts/install-scanners.sh installs it\n`,
  );
  return undefined;
}

/** That it asks nobody whether there is a newer version of it. */
const quiet = {
  GRYPE_CHECK_FOR_APP_UPDATE: "false",
  SYFT_CHECK_FOR_APP_UPDATE: "false",
  TRIVY_DISABLE_TELEMETRY: "true",
  TRIVY_SKIP_VERSION_CHECK: "true",
};

function definedOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
