import type { ArgDef } from "citty";
import { PyverifyError } from "../../../base/errors.ts";
import { command, type CommandWords } from "../../command.ts";

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

/**
 * `pyverify completion`: what a shell needs to complete the others' names, flags and values.
 *
 * @param others the commands to complete
 */
export function completionCommand(others: () => Promise<readonly CommandWords[]>) {
  return command({
    name: "completion",
    summary: "completions for bash, zsh or fish",
    description:
      "Prints a script that makes a shell complete pyverify's commands, flags and values.",
    args: {
      shell: { type: "positional", required: true, description: "bash, zsh or fish" },
    },
    examples: [
      { command: "source <(pyverify completion bash)", meaning: "for this session of bash" },
      {
        command: "pyverify completion fish > ~/.config/fish/completions/pyverify.fish",
        meaning: "for good, in fish",
      },
    ],
    run: async ({ shell }, { stdout }) => {
      if (!isShell(shell)) throw unknownShell(shell);
      stdout.write(script[shell](await others()));
      return 0;
    },
  });
}

function isShell(text: string): text is Shell {
  return shells.some((shell) => shell === text);
}

function unknownShell(text: string): PyverifyError {
  return new PyverifyError("usage", "invalid-value", `SHELL cannot be "${text}"`, {
    because: `completions are made for ${shells.join(", ")}`,
    hint: "see pyverify completion --help",
  });
}

const script = { bash, zsh, fish } as const satisfies Record<
  Shell,
  (commands: readonly CommandWords[]) => string
>;

function bash(commands: readonly CommandWords[]): string {
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
  case $previous in
${valueCases(commands).join("\n")}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _pyverify pyverify
`;
}

/** What may follow a flag: one of its values, a folder, or, left to the shell, a file. */
function valueCases(commands: readonly CommandWords[]): string[] {
  const flags = new Map(commands.flatMap(flagsOf));
  const cases = [...flags].filter(([, arg]) => arg.type !== "boolean");
  return cases.map(([name, arg]) => {
    if (arg.type === "enum") return `    --${name}) words="${(arg.options ?? []).join(" ")}" ;;`;
    const choices = arg.valueHint?.split("|").filter((choice) => choice !== choice.toUpperCase());
    if (choices?.[0] !== undefined) return `    --${name}) words="${choices.join(" ")}" ;;`;
    if (arg.valueHint !== "DIR") return `    --${name}) words= ;;`;
    return `    --${name}) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;`;
  });
}

function zsh(commands: readonly CommandWords[]): string {
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

function zshFlag(name: string, arg: ArgDef): string {
  const described = `--${name}[${escaped(arg.description ?? "")}]`;
  if (arg.type === "boolean") return described;
  if (arg.type === "enum") return `${described}:value:(${(arg.options ?? []).join(" ")})`;
  return `${described}:${escaped(arg.valueHint ?? name)}:_files${arg.valueHint === "DIR" ? " -/" : ""}`;
}

function fish(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap((each) => [
    `complete -c pyverify -n __fish_use_subcommand -f -a ${each.name} -d ${quoted(each.summary)}`,
    ...flagsOf(each).map(([name, arg]) => fishFlag(each.name, name, arg)),
  ]);
  return `# pyverify completion fish\n${lines.join("\n")}\n`;
}

function fishFlag(commandName: string, name: string, arg: ArgDef): string {
  const condition = quoted(`__fish_seen_subcommand_from ${commandName}`);
  const described = `complete -c pyverify -n ${condition} -l ${name} -d ${quoted(arg.description ?? "")}`;
  if (arg.type === "boolean") return described;
  if (arg.type === "enum") return `${described} -x -a ${quoted((arg.options ?? []).join(" "))}`;
  return arg.valueHint === "DIR"
    ? `${described} -x -a '(__fish_complete_directories)'`
    : `${described} -r`;
}

function flagsOf({ args }: CommandWords): [string, ArgDef][] {
  return Object.entries(args).filter(([, arg]) => arg.type !== "positional");
}

/** In single quotes, as all three shells read them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** zsh gives brackets and colons a meaning of their own. */
function escaped(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, String.raw`\$&`);
}
