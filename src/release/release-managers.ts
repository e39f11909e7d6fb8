import { CertificateIdentity } from "./certificate-identity.ts";
import type { Series } from "./version.ts";

/** One person who signs the releases of a series. */
export interface ReleaseManager {
  readonly name: string;
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
  { series: "3.7", releaseManagers: [nedDeily], pep: pep(537), signedSince: "3.7.14" },
  { series: "3.8", releaseManagers: [lukaszLanga], pep: pep(569), signedSince: "3.8.14" },
  { series: "3.9", releaseManagers: [lukaszLanga], pep: pep(596), signedSince: "3.9.14" },
  {
    series: "3.10",
    releaseManagers: [pabloGalindo],
    pep: pep(619),
    signedSince: "3.10.7",
    signedLater: ["3.10.1"],
  },
  { series: "3.11", releaseManagers: [pabloGalindo], pep: pep(664), signedSince: "3.11.0" },
  { series: "3.12", releaseManagers: [thomasWouters], pep: pep(693), signedSince: "3.12.0a7" },
  { series: "3.13", releaseManagers: [thomasWouters], pep: pep(719), signedSince: "3.13.0a1" },
  { series: "3.14", releaseManagers: [hugoVanKemenade], pep: pep(745), signedSince: "3.14.0a1" },
  { series: "3.15", releaseManagers: [hugoVanKemenade], pep: pep(790), signedSince: "3.15.0a1" },
  { series: "3.16", releaseManagers: [savannahOstrowski], pep: pep(826), signedSince: "3.16.0a1" },
  // The release schedule of 3.17 has no PEP yet.
  { series: "3.17", releaseManagers: [savannahOstrowski], pep: undefined, signedSince: "3.17.0a1" },
];

/** The row of a series, if it is known. */
export function findSignedSeries(series: Series): SignedSeries | undefined {
  return signedSeries.find((row) => row.series === series);
}

function manager(name: string, subject: string, issuer: string): ReleaseManager {
  return { name, identity: CertificateIdentity.of(subject, issuer) };
}

function pep(number: number): string {
  return `https://peps.python.org/pep-${String(number).padStart(4, "0")}/`;
}
