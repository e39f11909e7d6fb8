import { PyverifyError } from "../../base/errors.ts";
import type { BundlePlace } from "../../find-bundle.ts";
import type { HttpClient } from "../../http/http-client.ts";
import { parseServiceAddress } from "../../http/settings/web-address.ts";
import { publicGoodRekor } from "../../source/public-good-rekor.ts";
import { flag, type FlagValues, withDefault } from "../arguments/flag.ts";
import { text } from "../arguments/values.ts";

export const bundleFlags = {
  bundle: flag("FILE", "the bundle, if it lies elsewhere", text),
  signature: flag("FILE", "a detached .sig instead of a bundle, with --certificate", text),
  certificate: flag("FILE", "the .crt of that signature; the log entry is asked of Rekor", text),
  "rekor-url": withDefault(
    flag("URL", `which Rekor is asked (${publicGoodRekor})`, parseServiceAddress),
    publicGoodRekor,
  ),
};

/**
 * Where the flags say that a bundle is to be found.
 *
 * @param files how many there are to verify
 * @param http undefined for a run without network
 * @throws {PyverifyError} usage/conflicting-flags if the flags contradict each other, or cannot
 *   hold for several files
 */
export function bundlePlace(
  args: FlagValues<typeof bundleFlags>,
  files: number,
  http: HttpClient | undefined,
): BundlePlace {
  const bundle = args.bundle?.value;
  const signature = args.signature?.value;
  const certificate = args.certificate?.value;
  if (files > 1 && (bundle ?? signature ?? certificate) !== undefined) {
    throw conflict(
      `one signature is given, and there are ${files} files`,
      "a signature is one file's",
    );
  }
  if (signature === undefined && certificate === undefined) {
    return bundle === undefined ? { type: "beside" } : { type: "file", path: bundle };
  }
  if (signature === undefined || certificate === undefined) {
    throw conflict(
      "--signature and --certificate are only accepted together",
      "a .sig alone does not say whose it is",
    );
  }
  if (bundle !== undefined) {
    throw conflict(
      "--bundle and --signature exclude each other",
      "a bundle has its signature in it",
    );
  }
  if (http === undefined) {
    throw conflict(
      "--offline and --signature exclude each other",
      "a detached signature proves no time, so the log has to be asked",
    );
  }
  return {
    type: "detached",
    signature,
    certificate,
    rekor: { http, url: args["rekor-url"].value },
  };
}

function conflict(message: string, because: string): PyverifyError {
  return new PyverifyError("usage", "conflicting-flags", message, {
    because,
    hint: "see pyverify verify --help",
  });
}
