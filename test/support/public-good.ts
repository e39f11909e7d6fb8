import seeds from "@sigstore/tuf/seeds.json" with { type: "json" };
import type { TrustedRootJson } from "./sigstore/trusted-root.ts";

/** The trusted root of Sigstore's public-good instance, from the package that carries it. */
export function publicGoodTrustedRoot(): TrustedRootJson {
  const seed = seeds["https://tuf-repo-cdn.sigstore.dev"].targets["trusted_root.json"];
  return JSON.parse(Buffer.from(seed, "base64").toString("utf8")) as TrustedRootJson;
}
