import { allDefinitions } from "../../src/cli/definitions.ts";

/**
 * Fails if a hint or a message advises a flag that the command which printed it does not have. Advice
 * for another command names that command.
 *
 * @param args a command line
 * @param printed what it has printed on stderr
 */
export function requireKnownFlags(args: readonly string[], printed: string): void {
  const own = allDefinitions.find(({ name }) => name === args[0]);
  if (own === undefined) return;
  for (const [, hint = ""] of printed.matchAll(/^\s*hint: (.*)$/gm)) {
    for (const { flag, command } of advisedIn(hint)) {
      const definition = allDefinitions.find(({ name }) => name === command) ?? own;
      if (flag === "help" || Object.hasOwn(definition.flags, flag)) continue;
      throw new Error(
        `pyverify ${definition.name} has no --${flag}, which its hint names: ${hint}`,
      );
    }
  }
}

/** The flags in a hint, with the command that they are said of: `pyverify COMMAND ... --flag`. */
function* advisedIn(hint: string): Generator<{ flag: string; command: string | undefined }> {
  for (const part of hint.split(/[;,](?= )|(?<=\)) /)) {
    // A flag of another program's is that program's own, and one before any command is no command's.
    if (/\b(?:git|docker) [a-z]+ --|\bpyverify --(?:help|version)\b/.test(part)) continue;
    const command = /\bpyverify ([a-z]+)/.exec(part)?.[1];
    for (const [, flag = ""] of part.matchAll(/(?<![\w-])--([a-z][a-z0-9-]*)/g)) {
      // The hint for a variable says with this name how all of them are made.
      if (flag !== "some-flag") yield { flag, command };
    }
  }
}
