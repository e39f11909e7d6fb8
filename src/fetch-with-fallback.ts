import { PyverifyError } from "./base/errors.ts";
import type { StageContext } from "./base/progress.ts";
import { type FetchedSource, type FetchRequest, fetchSource } from "./fetch-source.ts";
import type { TarballFormat } from "./release/release.ts";

/**
 * Fetches the .tar.xz; or, where its native decoder cannot be loaded, the .tgz, which needs none.
 * Both are signed by the same people and hold the same files. For a request that leaves the format
 * open: a lock, a digest or files of the user's own are one format's, whatever can be decoded here.
 *
 * @throws {PyverifyError} as `fetchSource` does
 */
export async function fetchWithFallback(
  requestFor: (format: TarballFormat) => FetchRequest,
  context: StageContext,
): Promise<FetchedSource> {
  try {
    return await fetchSource(requestFor("tar.xz"), context);
  } catch (error) {
    if (!(error instanceof PyverifyError) || error.code !== "format-unavailable") throw error;
    const message = `${error.message}, so the .tgz is taken: ${error.because}`;
    context.observe({ type: "warning", message });
    return await fetchSource(requestFor("tgz"), context).catch((other: unknown) => {
      throw other instanceof PyverifyError && other.kind === "release" ? noWayOut(error) : other;
    });
  }
}

/** The .tgz is not there either: to ask for the .tar.xz again would lead in a circle. */
function noWayOut({ message, because, cause }: PyverifyError): PyverifyError {
  return new PyverifyError(
    "usage",
    "format-unavailable",
    `${message}, and the mirror has no .tgz to take instead`,
    {
      because: because ?? message,
      hint: "install pyverify again, or choose another mirror with --mirror URL",
      cause,
    },
  );
}
