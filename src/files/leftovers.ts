import type { ProgressObserver } from "../base/progress.ts";

/** Says what killed runs had left and this one has removed. */
export function reportLeftovers(paths: readonly string[], observe: ProgressObserver): void {
  for (const path of paths) {
    observe({ type: "warning", message: `removed ${path}, which a killed run had left` });
  }
}
