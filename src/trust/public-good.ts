/** Sigstore's public-good instance, the only one whose TUF root is built in. */
export const publicGoodTufMirror = "https://tuf-repo-cdn.sigstore.dev";

/** Whether a TUF repository is the public-good instance's own. */
export function isPublicGood(tufMirror: string): boolean {
  return tufMirror.replace(/\/$/, "") === publicGoodTufMirror;
}
