import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** So many files leave some 10 MB behind, which is worth a few dozen milliseconds. */
const interval = 100;

/**
 * Makes a counter to call for every artifact, which now and then has V8 collect all its garbage. The
 * certificates, keys and answers of a verification lie in memory that V8 does not count: its own
 * heap stays small, so that by itself it would wait, and a thousand releases would take three times
 * the memory of a hundred.
 */
export function nativeMemoryRelief(): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count % interval === 0) collectGarbage();
  };
}

/** Node offers it under a flag only, which can be set while it runs. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const gc: unknown = runInNewContext("gc");
  // The "last resort" gives what has become free back to the system as well.
  if (typeof gc === "function") gc({ type: "major", execution: "sync", flavor: "last-resort" });
}
