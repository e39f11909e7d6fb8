import type { ProxySettings } from "./proxy-settings.ts";

/** How the network is used. Everything comes in as data: nothing here reads the environment. */
export interface NetworkSettings {
  readonly proxies: ProxySettings;
  readonly certificateAuthorities: CertificateAuthorityFiles;
  /** milliseconds without a single byte after which a connection counts as dead */
  readonly stallTimeout: number;
  /** milliseconds that one file may take, retries and waiting included */
  readonly timeout: number;
  /** how often one file is tried again; progress of a mebibyte starts the count anew */
  readonly retries: number;
  /** milliseconds before the first retry; it doubles with each, and is varied at random */
  readonly retryDelay: number;
  /** what all requests together may come to */
  readonly budget: RequestBudget;
  /** what pyverify calls itself, `pyverify/1.2.3` */
  readonly userAgent: string;
}

/**
 * What one command may ask for. A listing is the mirror's own words: a megabyte of it can name
 * 40,000 folders, each with a listing of its own.
 */
export interface RequestBudget {
  readonly requests: number;
  /** folder listings */
  readonly listings: number;
  /** bytes of all folder listings together */
  readonly listingBytes: number;
  /** milliseconds that all folder listings may take together */
  readonly listingTime: number;
}

/** PEM files with the certificate authorities that TLS connections may rest on. */
export interface CertificateAuthorityFiles {
  /** in place of those that Node brings: what `SSL_CERT_FILE` means to OpenSSL */
  readonly instead: CertificateAuthorityFile | undefined;
  /** on top of them: `--ca`, and what `NODE_EXTRA_CA_CERTS` means to Node */
  readonly additional: readonly CertificateAuthorityFile[];
}

export interface CertificateAuthorityFile {
  readonly path: string;
  /** the flag or variable that names it */
  readonly source: string;
}

/**
 * The settings of a run that says nothing about the network. A tarball of 30 MB arrives within the
 * overall limit on a link of 50 kB/s.
 */
export const defaultNetworkSettings: NetworkSettings = {
  proxies: { http: undefined, https: undefined, bypass: [] },
  certificateAuthorities: { instead: undefined, additional: [] },
  stallTimeout: 30_000,
  timeout: 600_000,
  retries: 4,
  retryDelay: 1_000,
  // python.org has some 300 folders, and a look-up lists a few of them.
  budget: {
    requests: 10_000,
    listings: 1_000,
    listingBytes: 64 * 1024 * 1024,
    listingTime: 600_000,
  },
  userAgent: "pyverify",
};
