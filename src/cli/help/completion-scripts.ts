import type { Definition } from "../definition.ts";
import type { Flag } from "../arguments/flag.ts";
import { groupBy } from "../../base/group-by.ts";
import { type Shell, shells } from "./shells.ts";

/** Makes the script for each shell, of what the commands are. */
export const completionScripts = { bash, zsh, fish } as const satisfies Record<
  Shell,
  (commands: readonly Definition[]) => string
>;

function bash(commands: readonly Definition[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const words = commands.map((each): [string, string] => [
    each.name,
    [...flagsOf(each).map(([name]) => `--${name}`), "--help"].join(" "),
  ]);
  // What stands in a place of its own behind these two is one of a few words.
  words.push(["help", names], ["completion", `${shells.join(" ")} --help`]);
  const cases = new Map(words);
  return `# pyverify completion bash
_pyverify() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words=
  # bash takes --format=tgz for three words
  if [ "$current" = = ]; then current=
  elif [ "$previous" = = ]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case \${COMP_WORDS[1]} in
${[...cases].map(([name, offers]) => `    ${name}) words="${offers}" ;;`).join("\n")}
  esac
  [ "$COMP_CWORD" -gt 1 ] || words="${names} --help --version"
  case "\${COMP_WORDS[1]} $previous" in
${valueCases(commands).join("\n")}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _pyverify pyverify
`;
}

/**
 * What may follow a flag: one of its values, a folder, or, left to the shell, a file. Commands for
 * which a flag of the same name takes the same values share a case.
 */
function valueCases(commands: readonly Definition[]): string[] {
  const all = commands.flatMap((command) =>
    flagsOf(command)
      .filter(([, flag]) => flag.valueHint !== undefined)
      .map(([name, flag]) => ({ flag: name, command: command.name, does: offering(flag) })),
  );
  const cases = groupBy(all, ({ flag, does }) => `${flag} ${does}`);
  return [...cases.values()].flatMap((same) => {
    const words = same.map(({ command, flag }) => `"${command} --${flag}"`).join(" | ");
    return same.slice(0, 1).map(({ does }) => `    ${words}) ${does} ;;`);
  });
}

function offering({ choices, valueHint }: Flag): string {
  return valueHint === "DIR"
    ? 'compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current"); return'
    : `words=${choices.length === 0 ? "" : `"${choices.join(" ")}"`}`;
}

function zsh(commands: readonly Definition[]): string {
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${escaped(summary)}`)}`);
  const cases = commands.map((each) => {
    const specifications = flagsOf(each).map(([name, arg]) => quoted(zshFlag(name, arg)));
    return `    ${each.name}) _arguments ${[...specifications, "'*:file:_files'"].join(" ")} ;;`;
  });
  return `#compdef pyverify
_pyverify() {
  local -a commands=(
${names.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local name=$words[2]
  shift words
  (( CURRENT-- ))
  case $name in
${cases.join("\n")}
  esac
}
compdef _pyverify pyverify
`;
}

function zshFlag(name: string, { description, valueHint, choices, isChoice }: Flag): string {
  const described = `--${name}[${escaped(description)}]`;
  if (valueHint === undefined) return described;
  if (isChoice) return `${described}:value:(${choices.join(" ")})`;
  return `${described}:${escaped(valueHint)}:_files${valueHint === "DIR" ? " -/" : ""}`;
}

function fish(commands: readonly Definition[]): string {
  const lines = commands.flatMap((each) => [
    `complete -c pyverify -n __fish_use_subcommand -f -a ${each.name} -d ${quoted(each.summary)}`,
    ...flagsOf(each).map(([name, arg]) => fishFlag(each.name, name, arg)),
  ]);
  return `# pyverify completion fish\n${lines.join("\n")}\n`;
}

function fishFlag(
  commandName: string,
  name: string,
  { description, valueHint, choices, isChoice }: Flag,
): string {
  const condition = quoted(`__fish_seen_subcommand_from ${commandName}`);
  const described = `complete -c pyverify -n ${condition} -l ${name} -d ${quoted(description)}`;
  if (valueHint === undefined) return described;
  if (isChoice) return `${described} -x -a ${quoted(choices.join(" "))}`;
  return valueHint === "DIR"
    ? `${described} -x -a '(__fish_complete_directories)'`
    : `${described} -r`;
}

function flagsOf({ flags }: Definition): [string, Flag][] {
  return Object.entries(flags);
}

/** In single quotes, as all three shells read them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** zsh gives brackets and colons a meaning of their own. */
function escaped(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, String.raw`\$&`);
}
