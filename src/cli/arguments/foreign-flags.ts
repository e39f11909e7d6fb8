/**
 * What other tools call a flag of ours: sigstore-python, cosign, curl, wget and whatever people try
 * first. Only for hints: none of them is accepted.
 */
const ourNames: Readonly<Record<string, string>> = {
  cert: "certificate",
  "cert-identity": "certificate-identity",
  "cert-oidc-issuer": "certificate-oidc-issuer",
  "certificate-identity-regexp": "certificate-identity",
  "certificate-oidc-issuer-regexp": "certificate-oidc-issuer",
  identity: "certificate-identity",
  issuer: "certificate-oidc-issuer",
  "trust-config": "trusted-root",
  cacert: "ca",
  "ca-cert": "ca",
  "ca-bundle": "ca",
  "ca-certificate": "ca",
  o: "out",
  output: "out",
  "output-dir": "out",
  outdir: "out",
  dir: "out",
  directory: "out",
  target: "out",
  dest: "out",
  destination: "out",
  q: "quiet",
  silent: "quiet",
  v: "verbose",
  debug: "verbose",
  hash: "sha256",
  checksum: "sha256",
  digest: "sha256",
  url: "mirror",
  "base-url": "mirror",
  "index-url": "mirror",
  source: "from",
  "archive-type": "format",
  "max-time": "timeout",
  retry: "retries",
};

/** Words for what is no flag at all. */
const otherWays: Readonly<Record<string, string>> = {
  artifact:
    "fetch and compare take the source, verify and check any file by its name; pyverify pin has --artifact",
  version: "the version is an argument without a flag, for example pyverify fetch 3.14.0",
  V: "pyverify --version prints pyverify's own version",
  proxy: "proxies are set by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY",
  x: "proxies are set by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY",
  k: "nothing turns verification off; --ca FILE adds certificate authorities",
  insecure: "nothing turns verification off; --ca FILE adds certificate authorities",
  "no-check-certificate": "nothing turns verification off; --ca FILE adds certificate authorities",
  "insecure-ignore-tlog": "nothing turns verification off",
  "insecure-ignore-sct": "nothing turns verification off",
  "no-verify": "nothing turns verification off",
  "skip-verify": "nothing turns verification off",
  force: "nothing is overwritten; give --out a folder that is missing or empty",
  f: "nothing is overwritten; give --out a folder that is missing or empty",
};

/**
 * What to write instead of a flag that another tool has.
 *
 * @param word without the hyphens in front
 * @param known the names of the command's own flags
 * @returns a hint, or undefined for a word that nobody else has either
 */
export function foreignFlagHint(word: string, known: readonly string[]): string | undefined {
  if (Object.hasOwn(otherWays, word)) return otherWays[word];
  const name = Object.hasOwn(ourNames, word) ? ourNames[word] : undefined;
  return name !== undefined && known.includes(name) ? `pyverify calls it --${name}` : undefined;
}
