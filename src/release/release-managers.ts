import { CertificateIdentity } from "./certificate-identity.ts";
import type { Month } from "./signing-period.ts";
import type { Series } from "./version.ts";

/** One person who signs the releases of a series. */
export interface ReleaseManager {
  readonly name: string;
  /** with the time in which they sign this series */
  readonly identity: CertificateIdentity;
}

/** A series, the people who may sign it, and where that is written. */
export interface SignedSeries {
  readonly series: Series;
  /** A list, since a series may have several accepted signers (python/release-tools#111). */
  readonly releaseManagers: readonly [ReleaseManager, ...ReleaseManager[]];
  /** The release schedule that names the manager, where it has been written. */
  readonly pep: string | undefined;
  /** The first release from which on every source tarball has a Sigstore bundle. */
  readonly signedSince: string;
  /** Older releases that were signed all the same, years after they were made. */
  readonly signedLater?: readonly string[];
}

const gitHub = "https://github.com/login/oauth";
const google = "https://accounts.google.com";

const nedDeily = manager("Ned Deily", "nad@python.org", gitHub);
const lukaszLanga = manager("Łukasz Langa", "lukasz@langa.pl", gitHub);
const pabloGalindo = manager("Pablo Galindo Salgado", "pablogsal@python.org", google);
const thomasWouters = manager("Thomas Wouters", "thomas@python.org", google);
const hugoVanKemenade = manager("Hugo van Kemenade", "hugo@python.org", gitHub);
const savannahOstrowski = manager("Savannah Ostrowski", "savannah@python.org", gitHub);

/** The sources against which the table below can be checked. */
export const identitySources = [
  "https://www.python.org/downloads/metadata/sigstore/",
  "https://github.com/python/release-tools/blob/main/add_to_pydotorg.py",
] as const;

/**
 * The release managers of each series. Nothing else in pyverify decides it, and no mirror can
 * change it.
 */
export const signedSeries: readonly SignedSeries[] = [
  {
    series: "3.7",
    releaseManagers: [signs(nedDeily, "2022-08", "2024-06")],
    pep: pep(537),
    signedSince: "3.7.14",
  },
  {
    series: "3.8",
    releaseManagers: [signs(lukaszLanga, "2022-08", "2025-10")],
    pep: pep(569),
    signedSince: "3.8.14",
  },
  {
    series: "3.9",
    releaseManagers: [signs(lukaszLanga, "2022-08", "2026-10")],
    pep: pep(596),
    signedSince: "3.9.14",
  },
  {
    series: "3.10",
    releaseManagers: [signs(pabloGalindo, "2022-08", "2027-10")],
    pep: pep(619),
    signedSince: "3.10.7",
    signedLater: ["3.10.1"],
  },
  {
    series: "3.11",
    releaseManagers: [signs(pabloGalindo, "2022-08", "2028-10")],
    pep: pep(664),
    signedSince: "3.11.0",
  },
  {
    series: "3.12",
    releaseManagers: [signs(thomasWouters, "2022-09", "2029-10")],
    pep: pep(693),
    signedSince: "3.12.0a7",
  },
  {
    series: "3.13",
    releaseManagers: [signs(thomasWouters, "2023-09", "2030-10")],
    pep: pep(719),
    signedSince: "3.13.0a1",
  },
  {
    series: "3.14",
    releaseManagers: [signs(hugoVanKemenade, "2024-09", "2031-10")],
    pep: pep(745),
    signedSince: "3.14.0a1",
  },
  {
    series: "3.15",
    releaseManagers: [signs(hugoVanKemenade, "2025-09", "2032-10")],
    pep: pep(790),
    signedSince: "3.15.0a1",
  },
  {
    series: "3.16",
    releaseManagers: [signs(savannahOstrowski, "2026-09", "2033-10")],
    pep: pep(826),
    signedSince: "3.16.0a1",
  },
  // The release schedule of 3.17 has no PEP yet.
  {
    series: "3.17",
    releaseManagers: [signs(savannahOstrowski, "2027-09", "2034-10")],
    pep: undefined,
    signedSince: "3.17.0a1",
  },
];

/** The row of a series, if it is known. */
export function findSignedSeries(series: Series): SignedSeries | undefined {
  return signedSeries.find((row) => row.series === series);
}

function manager(name: string, subject: string, issuer: string): ReleaseManager {
  return { name, identity: CertificateIdentity.of(subject, issuer) };
}

/** @param from and @param until the first and the last month in which they sign a series */
function signs({ name, identity }: ReleaseManager, from: Month, until: Month): ReleaseManager {
  return { name, identity: identity.during({ from, until }) };
}

function pep(number: number): string {
  return `https://peps.python.org/pep-${String(number).padStart(4, "0")}/`;
}
