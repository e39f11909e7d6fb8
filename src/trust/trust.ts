import type { StageContext } from "../base/progress.ts";
import { embeddedTrustedRoot } from "./embedded.ts";
import { fileTrustedRoot } from "./file.ts";
import type { TrustedRoot } from "./trusted-root.ts";
import type { TufOptions } from "./tuf.ts";

/** A source that `--trusted-root` can name. */
export type TrustedRootSource =
  | { readonly type: "embedded" }
  | ({ readonly type: "tuf" } & TufOptions)
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
      return tufTrustedRoot(source, context);
    }
    case "file":
      return fileTrustedRoot(source.path, context.signal);
  }
}
