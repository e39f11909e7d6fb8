import { PyverifyError } from "../../base/errors.ts";
import type { HttpClient } from "../../http/http-client.ts";
import { cachedMirror } from "../../source/cache/cached-mirror.ts";
import { folderSource } from "../../source/folder-source.ts";
import { mirrorSource } from "../../source/mirror-source.ts";
import type { ReleaseSource } from "../../source/release-source.ts";
import type { Given } from "../arguments/flag.ts";

export interface SourceArguments {
  readonly from: Given<string> | undefined;
  readonly cache?: Given<string> | undefined;
}

/**
 * Where the flags say that the files lie.
 *
 * @param mirror the folder URL that files are got from, or named after
 * @param http undefined with `--offline`
 * @throws {PyverifyError} usage/conflicting-flags
 */
export function sourceFrom(
  { from, cache }: SourceArguments,
  mirror: string,
  http: HttpClient | undefined,
): ReleaseSource {
  if (from !== undefined) return folderSource(from.value, mirror);
  if (http === undefined) {
    throw new PyverifyError("usage", "conflicting-flags", "--offline needs --from DIR", {
      because: "without network the files have to be here already",
      hint: "leave --offline out, or name the folder that holds them",
    });
  }
  return cache === undefined
    ? mirrorSource(mirror, http)
    : cachedMirror(mirror, http, { folder: cache.value, freshSince: 0 });
}
