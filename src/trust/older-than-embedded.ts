import type { StageContext } from "../base/progress.ts";
import { embeddedTrustedRoot } from "./embedded.ts";
import type { TrustedRoot } from "./trusted-root.ts";

/**
 * Warns of a trusted root over TUF that knows less than the one that is built in: valid metadata, and
 * all the same from before this pyverify was made. A mirror that lags behind, or is held back, hands
 * out such. It is used nevertheless, since TUF finds nothing wrong with it.
 *
 * @param root from the same instance as the embedded one
 */
export function warnIfOlderThanEmbedded(
  root: TrustedRoot,
  { observe, signal }: StageContext,
): void {
  const embedded = embeddedTrustedRoot({ observe: () => undefined, signal });
  // Equal ones are the rule.
  if (root.sha256 === embedded.sha256) return;
  const newest = newestKey(root);
  const builtIn = newestKey(embedded);
  if (newest >= builtIn) return;
  observe({
    type: "warning",
    message: `the trusted root over TUF is older than the one that is built in: its newest key is of ${dateOf(newest)}, and not of ${dateOf(builtIn)}`,
  });
}

/** When the youngest key or authority of a trusted root became valid, in milliseconds. */
function newestKey({ material }: TrustedRoot): number {
  const { tlogs, ctlogs, certificateAuthorities, timestampAuthorities } = material;
  const all = [...tlogs, ...ctlogs, ...certificateAuthorities, ...timestampAuthorities];
  return Math.max(...all.map(({ validFor }) => validFor.start.getTime()));
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
