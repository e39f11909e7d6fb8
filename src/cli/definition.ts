import type { ProtectiveFlag } from "./arguments/protective-flags.ts";
import type { Flags, FlagValues } from "./arguments/flag.ts";
import type { Operand, OperandValues } from "./arguments/operand.ts";
import type { Host } from "./terminal/host.ts";

/** What a command is, in words: help, man page and completion are made of nothing else. */
export interface Definition<
  F extends Flags = Flags,
  O extends Operand | undefined = Operand | undefined,
> {
  readonly name: string;
  /** one line, without a full stop */
  readonly summary: string;
  /** a few sentences for `--help` */
  readonly description: string;
  readonly operand: O;
  readonly flags: F;
  /** protections that it has no flag for because there is nothing here that they protect from */
  readonly unaffectedBy: readonly ProtectiveFlag[];
  readonly examples: readonly Example[];
}

export interface Example {
  readonly command: string;
  readonly meaning: string;
}

/** What a command is given: the value of each flag by its name, and its operands. */
export type ArgumentsOf<D extends Definition> = FlagValues<D["flags"]> & {
  readonly operands: OperandValues<D["operand"]>;
};

/** What a command does: the module `run.ts` beside its definition. */
export interface Implementation<D extends Definition> {
  /**
   * @returns the exit code
   * @throws {PyverifyError}
   */
  readonly run: (args: ArgumentsOf<D>, host: Host) => Promise<number>;
}

/** Gives a definition the types of its own flags and operands. */
export function define<const F extends Flags, const O extends Operand | undefined>(
  definition: Definition<F, O>,
): Definition<F, O> {
  return definition;
}
