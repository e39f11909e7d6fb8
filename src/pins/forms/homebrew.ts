import type { Reading } from "../text/reading.ts";
import type { Decided } from "./decided.ts";

/** Homebrew's own builds, `sha256 arm64_sonoma: "…"`, stand beside the source and are none of it. */
export function decideHomebrew({ map, digests }: Reading): Decided {
  const bottles = digests.filter(({ offset }) =>
    /^\s*sha256\s+(?:cellar:\s*[\w:"/.]+,\s*)?\w+:\s*"$/.test(map.before(offset)),
  );
  return new Map(bottles.map(({ offset }) => [offset, "other"]));
}
