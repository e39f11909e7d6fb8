/** The transparency log of Sigstore's public-good instance. */
export const publicGoodRekor = "https://rekor.sigstore.dev";
