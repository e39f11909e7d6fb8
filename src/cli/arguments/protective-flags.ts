/** Flags that say what a run may do or accept. Whoever sets one of these relies on it. */
export const protectiveFlags = [
  "offline",
  "lock",
  "sha256",
  "certificate-identity",
  "certificate-oidc-issuer",
  "trusted-root",
  "tuf-mirror",
  "tuf-root",
  "strict",
] as const;

/** A flag that protects. */
export type ProtectiveFlag = (typeof protectiveFlags)[number];

/** All of them, for commands that neither use the network nor accept anything. */
export const everyProtection: readonly ProtectiveFlag[] = protectiveFlags;
