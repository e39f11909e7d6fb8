import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LoopbackServer } from "../../test/support/loopback-server.ts";
import { serveMirror } from "../../test/support/mirror.ts";
import { publicGoodTrustedRoot } from "../../test/support/public-good.ts";
import { realTarballs } from "../../test/support/real-tarballs.ts";
import { serveTufRepository } from "../../test/support/sigstore/tuf-repository.ts";
import { createPrivateAuthority, serveTls } from "../../test/support/tls.ts";
import { type LinkSpeed, ShapedLink } from "./shaped-link.ts";

/** The release that is waited for. */
export const version = "3.14.0";

/** What a download page would be asked for, by the bytes that it takes. */
export interface OtherDownloads {
  /** cosign's executable, as it is downloaded */
  readonly cosign: number;
  /** what apt-get gets for curl and xz: its lists and the packages */
  readonly packages: number;
}

/** Servers that are as far away as a link makes them. */
export interface Internet {
  /** python.org's folder of releases, with TLS */
  readonly mirror: string;
  /** Sigstore's TUF repository, with TLS */
  readonly tuf: string;
  /** where `OtherDownloads` lie, by their names, with TLS */
  readonly downloads: string;
  /** `127.0.0.1:PORT` of the container registry */
  readonly registry: string;
  /** the paths that were asked for since the last call, and when; `performance.now()`s */
  requests(): readonly { readonly path: string; readonly at: number }[];
  readonly link: ShapedLink;
  close(): Promise<void>;
}

/** Servers on loopback, before any link. */
export interface Servers {
  /** the certificate authority of them all, and the root of the TUF repository, as files */
  readonly ca: string;
  readonly tufRoot: string;
  behind(speed: LinkSpeed): Promise<Internet>;
  close(): Promise<void>;
}

/**
 * Serves python.org, Sigstore's TUF repository and other downloads, each over TLS 1.3.
 *
 * @param folder an empty one, to lay files out in
 * @param registry `127.0.0.1:PORT` of a container registry that is there already
 */
export async function startServers(
  folder: string,
  registry: string,
  downloads: OtherDownloads,
): Promise<Servers> {
  const authority = createPrivateAuthority();
  const identity = authority.issue(["127.0.0.1"]);
  const [ca, tufRoot] = [join(folder, "ca.pem"), join(folder, "root.json")];
  writeFileSync(ca, authority.pem);
  const mirror = await serveMirror(layOut(join(folder, "python.org")));
  const files = await serveMirror(layOutDownloads(join(folder, "downloads"), downloads));
  const tuf = await serveTufRepository(publicGoodTrustedRoot());
  writeFileSync(tufRoot, tuf.root);
  let requests: { path: string; at: number }[] = [];
  const withTls = ({ origin }: LoopbackServer): Promise<LoopbackServer> =>
    serveTls(origin, identity, (path) => requests.push({ path, at: performance.now() }));
  const tls = await Promise.all([mirror, tuf, files].map(withTls));
  const [mirrorOrigin = "", tufOrigin = "", filesOrigin = ""] = tls.map(({ origin }) => origin);
  return {
    ca,
    tufRoot,
    behind: async (speed) => {
      const link = new ShapedLink(speed);
      return {
        mirror: `${await link.leadTo(mirrorOrigin)}/ftp/python/`,
        tuf: await link.leadTo(tufOrigin),
        downloads: `${await link.leadTo(filesOrigin)}/ftp/python/`,
        registry: new URL(await link.leadTo(`http://${registry}`)).host,
        requests: () => {
          const asked = requests;
          requests = [];
          return asked;
        },
        link,
        close: () => link.close(),
      };
    },
    close: async () => {
      await Promise.all([...tls, mirror, tuf, files].map((server) => server.close()));
    },
  };
}

/** As python.org: the release, many older ones, and a newer series that has pre-releases alone. */
function layOut(folder: string): string {
  mkdirSync(folder);
  symlinkSync(join(realTarballs, version), join(folder, version));
  for (let minor = 0; minor < 14; minor += 1) {
    for (let micro = 0; micro < 18; micro += 1) mkdirSync(join(folder, `3.${minor}.${micro}`));
  }
  mkdirSync(join(folder, "3.15.0"));
  for (const stage of ["a1", "a2", "a3", "b1", "b2"]) {
    const tarball = join(folder, "3.15.0", `Python-3.15.0${stage}.tar.xz`);
    for (const file of [tarball, `${tarball}.sigstore`]) writeFileSync(file, "");
  }
  return folder;
}

function layOutDownloads(folder: string, downloads: OtherDownloads): string {
  mkdirSync(folder);
  for (const [name, bytes] of Object.entries(downloads)) {
    writeFileSync(join(folder, name), "");
    truncateSync(join(folder, name), bytes);
  }
  return folder;
}
