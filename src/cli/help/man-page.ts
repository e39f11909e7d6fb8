import { pyverifyVersion } from "../../base/pyverify-version.ts";
import type { Definition } from "../definition.ts";
import { exitCodeMeanings } from "./help.ts";

/**
 * The manual page, in the man macros of groff, from the very words of `--help`.
 *
 * @see https://man7.org/linux/man-pages/man7/man.7.html
 */
export function manPage(commands: readonly Definition[]): string {
  return [
    `.TH PYVERIFY 1 "" "pyverify ${pyverifyVersion}"`,
    ".SH NAME",
    text("pyverify - download, verify and extract CPython source releases"),
    ".SH SYNOPSIS",
    `.B pyverify\n.I COMMAND\n[arguments] [flags]`,
    ".SH COMMANDS",
    ...commands.flatMap(commandSection),
    ".SH ENVIRONMENT",
    text(
      "Each flag --some-flag can also be set as PYVERIFY_SOME_FLAG; a flag beats the environment, and an empty value of either is an error, as is an unknown PYVERIFY_ name. PYTHON_VERSION stands for the version of fetch. SOURCE_DATE_EPOCH bounds the times of the tree, of evidence and of the kept tarball. HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and NODE_EXTRA_CA_CERTS mean what they mean elsewhere.",
    ),
    ".SH EXIT STATUS",
    ...exitCodeMeanings.flatMap(([code, meaning]) => [".TP", `.B ${code}`, text(meaning)]),
    "",
  ].join("\n");
}

function commandSection({ name, description, operand, flags, examples }: Definition): string[] {
  return [
    `.SS ${text(name)}`,
    text(description),
    ...(operand === undefined ? [] : entry(operand.name.toUpperCase(), operand.description)),
    ...Object.entries(flags).flatMap(([flag, { valueHint, description: meaning }]) =>
      entry(`--${flag}${valueHint === undefined ? "" : ` ${valueHint}`}`, meaning),
    ),
    ...examples.flatMap((example) => [
      ".PP",
      ".EX",
      text(example.command),
      ".EE",
      text(example.meaning),
    ]),
  ];
}

function entry(term: string, meaning: string): string[] {
  return [".TP", `.B ${text(term)}`, text(meaning)];
}

/** groff reads a backslash, a hyphen, and a dot or quote that begins a line, as something else. */
function text(plain: string): string {
  return plain
    .replaceAll("\\", String.raw`\e`)
    .replaceAll("-", String.raw`\-`)
    .replaceAll(/^([.'])/gm, String.raw`\&$1`);
}
