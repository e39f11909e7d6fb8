/** Sigstore's public-good instance, the only one whose TUF root is built in. */
export const publicGoodTufMirror = "https://tuf-repo-cdn.sigstore.dev";
