import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  evaluate,
  evaluateAll,
  type Job,
  type Step,
  type Values,
  type Workflow,
} from "./workflow.ts";

/** What a job is run with. */
export interface JobRun {
  readonly workflow: Workflow;
  readonly job: Job;
  /** a clean checkout */
  readonly checkout: string;
  /** for the job's own files, and for those that one job hands to another */
  readonly scratch: string;
  readonly artifacts: string;
  /** what every step finds in its environment, and what overrules the workflow's own */
  readonly environment: Values;
  readonly overruling: Values;
  readonly values: Values;
  /** tells what was done, or what was not and why */
  readonly note: (what: string) => Promise<void>;
}

/** What stands in for an action; each of them is named in the report. */
type StandIn = (inputs: Values, run: JobRun) => Promise<string>;

/** By the action's name. One that is missing here ends the run. */
export const standIns: Readonly<Record<string, StandIn>> = {
  "actions/checkout": async () => "a clone of this repository's last commit",
  "actions/upload-artifact": async ({ name = "", path = "" }, { checkout, artifacts }) => {
    const folder = join(artifacts, name);
    await mkdir(folder, { recursive: true });
    for (const file of path.split("\n").filter((line) => line !== "")) {
      await cp(join(checkout, file), join(folder, basename(file)), { recursive: true });
    }
    return "the files are copied to a folder";
  },
  "actions/download-artifact": async ({ name = "" }, { checkout, artifacts }) => {
    await cp(join(artifacts, name), checkout, { recursive: true });
    return "the files are copied from that folder";
  },
  "docker/setup-qemu-action": async () => "this machine's own emulation, or none",
  "docker/setup-buildx-action": async () => "the BuildKit of this machine's engine",
  "sigstore/cosign-installer": async () => "the cosign of this machine",
};

/**
 * Runs the steps of a job in their order, as the runner does.
 *
 * @returns its outputs
 * @throws {Error} when a step fails
 */
export async function runJob(run: JobRun): Promise<Values> {
  const { workflow, job, note } = run;
  const values: Record<string, string> = { ...run.values };
  const environment: Record<string, string> = {
    ...evaluateAll(workflow.env, values),
    ...evaluateAll(job.env, values),
    ...run.overruling,
  };
  for (const step of job.steps) {
    const title = step.name ?? step.uses ?? step.run ?? "";
    console.log(`\n--- ${title}`);
    if (step.uses !== undefined) {
      const [action = ""] = step.uses.split("@");
      const standIn = standIns[action];
      if (standIn === undefined) throw new Error(`nothing stands in for ${action}`);
      const inputs = Object.entries(step.with ?? {}).map(([name, input]) => [name, String(input)]);
      await note(`${action}: ${await standIn(Object.fromEntries(inputs), run)}`);
    } else {
      const left = await runStep(step, run, environment, values);
      Object.assign(environment, left.environment);
      for (const [output, value] of Object.entries(left.outputs)) {
        values[`steps.${step.id}.outputs.${output}`] = value;
      }
      await note(`run: ${title}`);
    }
  }
  return evaluateAll(job.outputs, values);
}

async function runStep(step: Step, run: JobRun, environment: Values, values: Values) {
  const files = { script: "script.sh", environment: "environment", outputs: "outputs" };
  const path = (name: keyof typeof files): string => join(run.scratch, files[name]);
  await writeFile(path("script"), evaluate(step.run ?? "", values));
  await writeFile(path("environment"), "");
  await writeFile(path("outputs"), "");
  // The two ways in which GitHub runs a script: without a shell of its own, pipes hide failures.
  const { shell } = run.workflow.defaults?.run ?? {};
  const flags = shell === "bash" ? ["--noprofile", "--norc", "-eo", "pipefail"] : ["-e"];
  const child = spawn("bash", [...flags, path("script")], {
    cwd: run.checkout,
    env: {
      ...run.environment,
      ...environment,
      ...evaluateAll(step.env, values),
      GITHUB_ENV: path("environment"),
      GITHUB_OUTPUT: path("outputs"),
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [exitCode] = await once(child, "exit");
  if (exitCode !== 0) throw new Error(`exit code ${exitCode} of: ${step.name ?? step.run}`);
  return {
    environment: assignments(await readFile(path("environment"), "utf8")),
    outputs: assignments(await readFile(path("outputs"), "utf8")),
  };
}

/** The `NAME=value` lines that a step left for the ones behind it. */
function assignments(text: string): Values {
  const lines = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}
