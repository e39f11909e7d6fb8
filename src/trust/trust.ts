import type { StageContext } from "../base/progress.ts";
import { PyverifyError } from "../base/errors.ts";
import {
  embeddedRootAgeDays,
  embeddedRootMaximumAgeDays,
  embeddedTrustedRoot,
} from "./embedded.ts";
import { fileTrustedRoot } from "./file.ts";
import type { TrustedRoot } from "./trusted-root.ts";
import type { TufOptions } from "./tuf.ts";

/** A source that `--trusted-root` can name. */
export type TrustedRootSource =
  | { readonly type: "embedded" }
  | ({
      readonly type: "tuf";
      /** whether the embedded root serves where TUF cannot be reached */
      readonly orEmbedded?: boolean;
    } & TufOptions)
  | { readonly type: "file"; readonly path: string };

/** Gets the trusted root from where the user wants it. */
export async function trustedRoot(
  source: TrustedRootSource,
  context: StageContext,
): Promise<TrustedRoot> {
  switch (source.type) {
    case "embedded":
      return embeddedTrustedRoot(context);
    case "tuf": {
      // Its client takes 10 ms to load, which nobody else should wait for.
      const { tufTrustedRoot } = await import("./tuf.ts");
      if (source.orEmbedded !== true) return tufTrustedRoot(source, context);
      try {
        return await tufTrustedRoot(source, context);
      } catch (error) {
        return embeddedInstead(error, context);
      }
    }
    case "file":
      return fileTrustedRoot(source.path, context.signal);
  }
}

/**
 * The embedded root in place of TUF, where TUF cannot be reached and it is young enough. Metadata that
 * came and was refused is never passed over: whoever sent it may want just that.
 *
 * @param now the current time, which decides by the embedded root's age
 * @throws {PyverifyError} what TUF failed with
 */
export function embeddedInstead(
  failure: unknown,
  context: StageContext,
  now: Date = new Date(),
): TrustedRoot {
  if (!(failure instanceof PyverifyError) || failure.code !== "tuf-unreachable") throw failure;
  const days = embeddedRootAgeDays(now);
  if (days > embeddedRootMaximumAgeDays) {
    const { message, because } = failure;
    throw new PyverifyError("trusted-root", "tuf-unreachable", message, {
      because: `${because}; and the embedded root is ${days} days old, more than the ${embeddedRootMaximumAgeDays} in which it may serve instead`,
      hint: "update pyverify, or retry later",
      cause: failure,
    });
  }
  context.observe({ type: "end", phase: "trusted-root" });
  context.observe({
    type: "warning",
    message: `the embedded trusted root, ${days} days old, serves instead: ${failure.message}: ${failure.because}`,
  });
  return embeddedTrustedRoot(context, now, { tufUnreachable: true });
}
