import { type Tool, tool } from "./tools.ts";

/*
 * What scanners list besides Debian's packages, one line for each entry, sorted. None of them asks
 * a database of vulnerabilities but the one that grype is given.
 */

/** Each is undefined where it is missing: what lists with it is not to be called then. */
export const syft = await tool("syft", "version");
export const trivy = await tool("trivy", "version");
export const grype = await tool("grype", "version");

/** What makes syft read SBOMs that lie in what it scans. */
export const withSboms = "--select-catalogers=+sbom-cataloger";

/** What finds the six launchers for Windows that pip brings: six files, each an entry of its own. */
const launchers = "pe-binary-package-cataloger";

/** @param args without the format */
export async function bySyft(...args: readonly string[]): Promise<string[]> {
  const { artifacts }: { artifacts: readonly SyftPackage[] } = JSON.parse(
    await printed(syft, ...args, "--quiet", "--output=syft-json"),
  );
  return lines(artifacts.filter(({ type, foundBy }) => type !== "deb" && foundBy !== launchers));
}

interface SyftPackage extends NameAndVersion {
  readonly type: string;
  readonly foundBy: string;
}

/** @param args without the format, which is that of trivy's own report */
export async function byTrivy(...args: readonly string[]): Promise<string[]> {
  const { Results: results = [] }: { Results?: readonly TrivyResult[] } = JSON.parse(
    await printed(trivy, ...args, ...quietTrivy, "--scanners=license", "--format=json"),
  );
  const packages = results
    .filter(({ Class }) => Class === "lang-pkgs")
    .flatMap((result) => result.Packages ?? []);
  return lines(packages.map(({ Name, Version }) => ({ name: Name, version: Version })));
}

/** @param args without the format, which is that of the SBOM that trivy makes of what it scans */
export async function bySbomOfTrivy(...args: readonly string[]): Promise<string[]> {
  const sbom: CycloneDx = JSON.parse(
    await printed(trivy, ...args, ...quietTrivy, "--format=cyclonedx"),
  );
  return listedBy(sbom);
}

const quietTrivy = ["--quiet", "--cache-backend=memory"];

interface TrivyResult {
  readonly Class: string;
  readonly Packages?: readonly { readonly Name: string; readonly Version: string }[];
}

/**
 * @param config of `madeUpDatabase`
 * @returns what it lists, and of what it reports a vulnerability
 */
export async function byGrype(
  source: string,
  config: string,
): Promise<{ listed: string[]; vulnerable: string[] }> {
  const report: CycloneDx = JSON.parse(
    await printed(grype, source, "--config", config, "--quiet", "--output=cyclonedx-json"),
  );
  const { components = [], vulnerabilities = [] } = report;
  const affected = new Set(vulnerabilities.flatMap(({ affects }) => affects.map(({ ref }) => ref)));
  return {
    listed: listedBy(report),
    vulnerable: lines(components.filter((component) => affected.has(component["bom-ref"]))),
  };
}

interface CycloneDx {
  readonly components?: readonly CycloneDxComponent[];
  readonly vulnerabilities?: readonly { readonly affects: readonly { readonly ref: string }[] }[];
}

interface CycloneDxComponent extends NameAndVersion {
  readonly "bom-ref": string;
  readonly type: string;
  readonly purl?: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

function listedBy({ components = [] }: CycloneDx): string[] {
  const packages = components.filter(
    ({ type, purl = "", properties = [] }) =>
      (type === "library" || type === "application") &&
      !purl.startsWith("pkg:deb/") &&
      !properties.some(({ value }) => value === launchers),
  );
  return lines(packages);
}

function lines(entries: readonly NameAndVersion[]): string[] {
  return entries.map(({ name, version }) => `${name} ${version}`).toSorted();
}

interface NameAndVersion {
  readonly name: string;
  readonly version: string;
}

async function printed(scanner: Tool | undefined, ...args: readonly string[]): Promise<string> {
  if (scanner === undefined) throw new Error("a scanner that is missing was asked");
  const { exitCode, stdout, stderr } = await scanner(...args);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}
