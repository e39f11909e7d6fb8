/**
 * Lets the event loop go round once. Work that only ever waits for what is there already, such as
 * the pieces of a decoder that is faster, never leaves it a turn of its own: no signal is heard, no
 * timer runs and nothing is drawn until all is done.
 */
export function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Milliseconds: short for whoever waits for a signal to be obeyed, and long beside a turn. */
const betweenTurns = 20;

/**
 * Gives the event loop a turn every now and then.
 *
 * @returns to be called and awaited often
 */
export function regularTurns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < betweenTurns) return;
    await turnOfEventLoop();
    last = performance.now();
  };
}
