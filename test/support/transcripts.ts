/** A fenced block of a document that shows a terminal. */
export interface Transcript {
  /** the block with its fences, as it stands in the document */
  readonly block: string;
  readonly steps: readonly TranscriptStep[];
}

/** One command of it, and what the document says that it prints. */
export interface TranscriptStep {
  /** what stands behind `$ ` */
  readonly command: string;
  readonly output: string;
}

/** The transcripts of a Markdown document: its fenced blocks in the language `console`. */
export function findTranscripts(document: string): readonly Transcript[] {
  return [...document.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([block, body = ""]) => ({
    block,
    steps: body
      .split(/^\$ /m)
      .slice(1)
      .map((step) => {
        const end = step.indexOf("\n");
        return { command: step.slice(0, end), output: step.slice(end + 1) };
      }),
  }));
}

/** The block of a transcript with these steps. */
export function writeTranscript(steps: readonly TranscriptStep[]): string {
  const body = steps.map(({ command, output }) => `$ ${command}\n${output}`).join("");
  return `\`\`\`console\n${body}\`\`\``;
}
