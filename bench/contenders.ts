import { join } from "node:path";
import { type Contender, missingPrograms } from "./contender.ts";

/** The programs to compare with; each can be named by an environment variable. */
export const programs = {
  cosign: process.env["PYVERIFY_BENCH_COSIGN"] ?? "cosign",
  /** the fastest xz there is, beside the machine's own */
  xz: process.env["PYVERIFY_BENCH_XZ"],
  python: process.env["PYVERIFY_BENCH_PYTHON"] ?? "python3",
} as const;

export const repository = join(import.meta.dirname, "..");

/** What is measured with. */
export interface Material {
  readonly version: string;
  readonly identity: string;
  readonly issuer: string;
  /** a folder with the tarballs and their bundles */
  readonly folder: string;
  /** the URL of the folder above, with a slash */
  readonly mirror: string;
  /** Sigstore's trusted root as a file, for peers that would fetch it otherwise */
  readonly trustedRoot: string;
  /** a folder that makes Node load the addon of `dist` */
  readonly addon: string;
}

const pyverify = [process.execPath, join(repository, "dist/pyverify.mjs")] as const;

export function startUp(): readonly Contender[] {
  return [
    { name: "node -e 0", command: [process.execPath, "-e", "0"] },
    {
      name: "cosign version",
      command: [programs.cosign, "version"],
      needs: [programs.cosign],
    },
    { name: "pyverify --version", command: [...pyverify, "--version"] },
  ];
}

export function verification({ folder, version, ...material }: Material): readonly Contender[] {
  const tarball = join(folder, `Python-${version}.tar.xz`);
  return [
    {
      name: "cosign verify-blob",
      command: cosign({ ...material, folder, version }, tarball),
      needs: [programs.cosign],
    },
    {
      name: "pyverify verify",
      command: [...pyverify, "verify", tarball, "--trusted-root", "embedded"],
    },
  ];
}

/** One bundle by digest, within a process: those made since 2024-09, and those before. */
export function verificationWithin(): readonly Contender[] {
  const script = join(repository, "bench/verify-process.ts");
  return ["P-256", "P-384"].map((curve) => ({
    name: `one release by digest, ${curve}`,
    command: [process.execPath, script, curve],
  }));
}

/** The same in Python, where it is installed. */
export function sigstorePython({ folder, version, identity, issuer }: Material): Contender {
  const tarball = join(folder, `Python-${version}.tar.xz`);
  return {
    name: "python -m sigstore verify",
    command: [
      programs.python,
      "-m",
      "sigstore",
      "verify",
      "identity",
      "--offline",
      "--bundle",
      `${tarball}.sigstore`,
      "--cert-identity",
      identity,
      "--cert-oidc-issuer",
      issuer,
      tarball,
    ],
  };
}

export function extraction(material: Material, format: "tar.xz" | "tgz"): readonly Contender[] {
  const { folder, version } = material;
  const tarball = join(folder, `Python-${version}.${format}`);
  return [
    ...tars(tarball, format),
    extractAlone(material, format, tarball, version),
    {
      name: `pyverify fetch --offline --format ${format}, start-up and verification included`,
      command: [
        ...pyverify,
        "fetch",
        version,
        "--offline",
        "--from",
        folder,
        "--format",
        format,
        "--out",
        "OUT/tree",
      ],
    },
  ];
}

/** Extraction of any tarball, verified or not: within the process, and tar beside it. */
export function extractAlone(
  { addon }: Pick<Material, "addon">,
  format: "tar.xz" | "tgz",
  tarball: string,
  version: string,
): Contender {
  const script = join(repository, "bench/extract-process.ts");
  return {
    name: "pyverify, extraction alone",
    command: [process.execPath, script, version, format, tarball, "OUT/tree"],
    env: { LZMA_NATIVE_PREBUILD: addon },
  };
}

/** GNU tar, with every decompressor that there is. */
export function tars(tarball: string, format: "tar.xz" | "tgz"): readonly Contender[] {
  if (format === "tgz") {
    const command = ["tar", "-xzf", tarball, "-C", "OUT"];
    return [{ name: "tar -xzf", command, needs: ["tar", "gzip"] }];
  }
  const own: Contender = {
    name: "tar -xf",
    command: ["tar", "-xf", tarball, "-C", "OUT"],
    needs: ["tar", "xz"],
  };
  if (programs.xz === undefined) return [own];
  const fastest = ["tar", "-I", programs.xz, "-xf", tarball, "-C", "OUT"];
  return [{ name: "tar -xf, fastest xz", command: fastest, needs: ["tar", programs.xz] }, own];
}

/** The same fetch with and without a comparison of every file with the release's tag. */
export function comparison({ folder, version }: Material, tag: string): readonly Contender[] {
  const fetch = [...pyverify, "fetch", version, "--offline", "--from", folder, "--out", "OUT/tree"];
  return [
    { name: "pyverify fetch --offline", command: fetch },
    { name: "pyverify fetch --offline --compare", command: [...fetch, "--compare", tag] },
  ];
}

export function fetching(material: Material, format: "tar.xz" | "tgz"): readonly Contender[] {
  const { mirror, version } = material;
  const name = `Python-${version}.${format}`;
  const all = tars(name, format);
  const tar = all.find((contender) => missingPrograms(contender).length === 0) ?? all[0];
  const verify = cosign(material, name).map(quote).join(" ");
  const script = [
    "cd OUT",
    `curl -sSf -O ${mirror}${version}/${name} -O ${mirror}${version}/${name}.sigstore`,
    verify,
    "mkdir tree",
    tar?.command.join(" ").replace("OUT", "tree"),
  ].join(" && ");
  return [
    {
      name: `curl + cosign + tar, ${format}`,
      command: ["sh", "-c", script],
      needs: ["curl", programs.cosign, ...(tar?.needs ?? [])],
    },
    {
      name: `pyverify fetch, ${format}`,
      command: [
        ...pyverify,
        "fetch",
        version,
        "--mirror",
        mirror,
        "--format",
        format,
        "--trusted-root",
        "embedded",
        "--out",
        "OUT/tree",
      ],
    },
  ];
}

function cosign(material: Material, tarball: string): readonly string[] {
  const { identity, issuer, trustedRoot } = material;
  return [
    programs.cosign,
    "verify-blob",
    "--trusted-root",
    trustedRoot,
    "--bundle",
    `${tarball}.sigstore`,
    "--certificate-identity",
    identity,
    "--certificate-oidc-issuer",
    issuer,
    tarball,
  ];
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
