import { PyverifyError } from "../base/errors.ts";
import { messageOf } from "../base/error-message.ts";
import { filesystemFailureOf } from "../files/filesystem-failure.ts";
import { machineLimit } from "../files/machine-limit.ts";

/**
 * Why a refresh failed, in our own words. Only the words depend on what is found here: whatever
 * tuf-js throws is a refusal. It wraps most errors in plain ones, so that their text is all there
 * is to go by.
 *
 * @param folder where tuf-js puts what it has fetched
 * @param failure our own failure behind it, if there was one: the network's, or that of a setting
 *   or file which the network needs
 */
export function tufFailure(
  mirror: string,
  folder: string,
  cause: unknown,
  failure: PyverifyError | undefined,
): PyverifyError {
  if (failure !== undefined && failure.kind !== "network") return failure;
  const because = messageOf(cause);
  const errno = /\b(E[A-Z0-9]{2,}): /.exec(because)?.[1];
  const local =
    machineLimit(cause) ??
    (errno === undefined ? undefined : filesystemFailureOf(errno, because, folder, cause));
  if (local !== undefined) return local;
  if (failure !== undefined) {
    return new PyverifyError(
      "trusted-root",
      "tuf-unreachable",
      `the TUF repository ${mirror} cannot be reached`,
      {
        because:
          failure.because === undefined
            ? failure.message
            : `${failure.message}: ${failure.because}`,
        hint: "retry later, or do without it: --trusted-root embedded takes the root that is built in",
        cause,
      },
    );
  }
  if (/expired/i.test(because)) {
    return new PyverifyError(
      "trusted-root",
      "tuf-expired",
      `the TUF metadata of ${mirror} has expired`,
      {
        because,
        hint: "check this machine's clock; if it is right, the mirror is stale: retry later",
        cause,
      },
    );
  }
  if (/version/i.test(because)) {
    return new PyverifyError(
      "trusted-root",
      "tuf-rolled-back",
      `the TUF metadata of ${mirror} was rolled back`,
      { because, hint: "retry; if it stays so, use another mirror, and report this one", cause },
    );
  }
  return new PyverifyError(
    "trusted-root",
    "tuf-rejected",
    `the TUF metadata of ${mirror} was refused`,
    {
      because,
      hint: "check --tuf-mirror and --tuf-root; if they are right, somebody changed the metadata",
      cause,
    },
  );
}
