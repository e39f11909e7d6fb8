import type { ArgumentsOf } from "../../definition.ts";
import { allDefinitions } from "../../definitions.ts";
import { completionScripts } from "../../help/completion-scripts.ts";
import type { Host } from "../../terminal/host.ts";
import { Printable } from "../../terminal/printable.ts";
import type { definition } from "./definition.ts";

/** Prints the script for a shell. */
export async function run(
  { operands: [{ value: shell }] }: ArgumentsOf<typeof definition>,
  { stdout }: Host,
): Promise<number> {
  await stdout.print(Printable.document(completionScripts[shell](allDefinitions)));
  return 0;
}
