import { styleText } from "node:util";

import type { Terminal } from "./host.ts";

/** Colours a piece of text, where the terminal shows colours. */
export function paint(
  { colors }: Terminal,
  style: "red" | "green" | "yellow" | "magenta" | "cyan" | "dim",
  text: string,
): string {
  // Whether there are colours is decided once, in main.ts; styleText would look at stdout.
  return colors ? styleText(style, text, { validateStream: false }) : text;
}
