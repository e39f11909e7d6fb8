import { expect } from "vitest";
import { exitCodes, type FailureCode, type FailureKind } from "../../src/base/errors.ts";
import { pyverify, type Run, type RunOptions } from "./pyverify.ts";
import type { Workspace } from "./workspace.ts";

/** What a refusal has to look like. */
export interface ExpectedRefusal<K extends FailureKind> extends RunOptions {
  readonly kind: K;
  readonly code: FailureCode<K>;
  /** words that stderr has to say; each must be there */
  readonly says: readonly (string | RegExp)[];
}

/**
 * Runs the program and asserts that it refuses as a person and a script need it: the exit code of
 * the kind, the kind and code as JSON on stdout, `error:`, `because:` and `hint:` lines with the
 * words on stderr, and nothing new or changed in the workspace.
 */
export async function expectRefusal<K extends FailureKind>(
  workspace: Workspace,
  args: readonly string[],
  expected: ExpectedRefusal<K>,
): Promise<Run> {
  const before = await workspace.contents();
  const run = await pyverify(workspace, [...args, "--json"], expected);
  const after = await workspace.contents();
  // The words first: when a run fails in another way, its own account is what helps.
  expect(run.stderr).toMatch(/^pyverify: error: .*\n\s*because: .*\n\s*hint: /m);
  for (const words of expected.says) expect(run.stderr).toMatch(words);
  expect({ exitCode: run.exitCode, ...errorIn(run.stdout) }).toMatchObject({
    exitCode: exitCodes[expected.kind],
    kind: expected.kind,
    code: expected.code,
  });
  expect(after).toEqual(before);
  return run;
}

function errorIn(stdout: string): object {
  const answer: { readonly error: object } = JSON.parse(stdout);
  return answer.error;
}
