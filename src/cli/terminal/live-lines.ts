import type { Printable } from "./printable.ts";

/** To the first column, up by some lines, and away with all from there on. */
const back = (lines: number): string => (lines === 0 ? "" : `\r\u001B[${lines}A\u001B[J`);
/**
 * Without wrapping, a line is one line on the screen, whatever its characters are wide; the terminal
 * cuts it. https://vt100.net/docs/vt510-rm/DECAWM.html
 */
const [unwrapped, wrapped] = ["\u001B[?7l", "\u001B[?7h"];

/** The last lines of a terminal, which are drawn anew in their places until they are cleared. */
export class LiveLines {
  readonly #stream: NodeJS.WritableStream;
  #drawn: readonly Printable[] = [];

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
  }

  /** Shows these lines in the place of those before. */
  draw(lines: readonly Printable[]): void {
    this.#put("", lines);
  }

  /** Writes lines that stay, above those that are drawn. */
  persist(text: Printable): void {
    this.#put(String(text), this.#drawn);
  }

  /** Takes the lines away. */
  clear(): void {
    this.#put("", []);
  }

  /** In one write, so that nothing flickers. */
  #put(text: string, lines: readonly Printable[]): void {
    const shown = lines.map((line) => `${String(line)}\n`).join("");
    const picture = shown === "" ? "" : `${unwrapped}${shown}${wrapped}`;
    const change = `${back(this.#drawn.length)}${text}${picture}`;
    this.#drawn = lines;
    if (change !== "") this.#stream.write(change);
  }
}
