import { PyverifyError } from "../../base/errors.ts";
import { redactUrl } from "../../base/redact-url.ts";
import { pythonOrg } from "../../release/release.ts";
import { isPublicGood } from "../../trust/public-good.ts";
import type { TrustedRootSource } from "../../trust/trust.ts";
import { type FlagValues, switchFlag } from "../arguments/flag.ts";
import type { FeedAddress } from "./source-flags.ts";

export const strictFlag = {
  strict: switchFlag("refuse any other signer, trusted root, mirror or feed than pyverify's own"),
};

/** Where keys and files are to come from. */
interface Places {
  readonly root?: TrustedRootSource;
  /** a folder URL that ends in a slash */
  readonly mirror?: string;
  readonly feed?: FeedAddress | undefined;
}

/**
 * With `--strict`, refuses a trusted root and a mirror that are not the built-in ones, and any feed,
 * of which none is built in, wherever they were named: on the command line, in the environment or in a lockfile. Another signer is refused
 * where the release is known: {@link SignerChoice}.
 *
 * @throws {PyverifyError} usage/override-refused
 */
export function refuseOverrides(
  args: FlagValues<typeof strictFlag>,
  { root, mirror, feed }: Places,
): void {
  if (args.strict?.value !== true) return;
  if (root?.type === "file") throw refused("a trusted root of one's own", root.path);
  if (root?.type === "tuf") {
    if (root.root !== undefined) throw refused("a TUF root of one's own", root.root);
    if (!isPublicGood(root.mirror)) {
      throw refused("another TUF repository", redactUrl(root.mirror));
    }
  }
  if (mirror !== undefined && mirror !== pythonOrg) {
    throw refused("another mirror", redactUrl(mirror));
  }
  if (feed !== undefined) {
    throw refused("a feed", feed.type === "site" ? redactUrl(feed.url) : feed.path);
  }
}

function refused(what: string, value: string): PyverifyError {
  return new PyverifyError("usage", "override-refused", `--strict refuses ${what}: ${value}`, {
    because: "it accepts nothing in place of what is built into pyverify, wherever it was named",
    hint: "leave one of them out, on the command line, in the environment (PYVERIFY_...) or in the lockfile",
  });
}
