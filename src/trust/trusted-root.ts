/** Sigstore's trusted root. */
export interface TrustedRoot {
  readonly origin: string;
}
