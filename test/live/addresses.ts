import { pythonOrg } from "../../src/release/release.ts";

/*
 * Where the live tests look. The program is given no address at all, so that its own are tested,
 * unless a test of these tests puts stand-ins on loopback in their place.
 */

/** What is probed, and where the tests download from by themselves; ends in a slash. */
export const mirrorUrl = process.env["PYVERIFY_LIVE_MIRROR"] ?? pythonOrg;

/** `--mirror`, where it is not python.org. */
export const mirrorFlags = flag("--mirror", "PYVERIFY_LIVE_MIRROR");

/** What leads to a TUF repository that is not Sigstore's. */
export const trustFlags = [
  ...flag("--tuf-mirror", "PYVERIFY_LIVE_TUF_MIRROR"),
  ...flag("--tuf-root", "PYVERIFY_LIVE_TUF_ROOT"),
];

/** `--rekor-url`, where it is not Sigstore's. */
export const rekorFlags = flag("--rekor-url", "PYVERIFY_LIVE_REKOR");

/** CPython's repository, for the tags to compare with. */
export const repositoryUrl =
  process.env["PYVERIFY_LIVE_REPOSITORY"] ?? "https://github.com/python/cpython.git";

/** What this machine needs to reach the Internet, and the program is to know of, too. */
export const networkEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  ["http_proxy", "https_proxy", "no_proxy"]
    .flatMap((name) => [name, name.toUpperCase()])
    .concat("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR")
    .flatMap((name) => {
      const value = process.env[name];
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
);

function flag(name: string, variable: string): readonly string[] {
  const value = process.env[variable];
  return value === undefined ? [] : [name, value];
}
