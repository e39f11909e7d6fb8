/**
 * Keeps what comes from elsewhere for whoever takes it later, within a window. Cheaper than to
 * iterate over a stream, which stops and starts reading for each chunk.
 */
export class ChunkQueue {
  readonly #window: number;
  readonly #resume: () => void;
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  #end: { readonly failure: Error | undefined } | undefined;
  #wake: (() => void) | undefined;

  /**
   * @param window bytes that may wait
   * @param resume asks for more, once less is waiting; may be called at any time
   */
  constructor(window: number, resume: () => void) {
    this.#window = window;
    this.#resume = resume;
  }

  /** Takes a chunk, which has to stay as it is. @returns whether more is wanted at once */
  push(chunk: Uint8Array): boolean {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.#wake?.();
    return this.#bytes < this.#window;
  }

  /** Says that nothing more comes, or why. Later calls are of no account. */
  end(failure?: Error | null): void {
    this.#end ??= { failure: failure ?? undefined };
    this.#wake?.();
  }

  /** Waits until the window is full, or all is there. */
  async filled(): Promise<void> {
    while (this.#end === undefined && this.#bytes < this.#window) await this.#more();
  }

  /** All chunks in their order; then throws what `end` was given. To be called once. */
  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#bytes -= chunk.length;
        yield chunk;
        if (this.#bytes < this.#window) this.#resume();
      } else if (this.#end === undefined) await this.#more();
      else if (this.#end.failure !== undefined) throw this.#end.failure;
      else return;
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
