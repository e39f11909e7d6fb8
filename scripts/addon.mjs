import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

/**
 * The architectures that an addon can be made for: Node's name, and the machine number that an ELF
 * header gives it (https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html, `e_machine`).
 *
 * @typedef {"x64" | "arm64"} Architecture
 */
const machineNumbers = { x64: 62, arm64: 183 };

/** What container tools call them. */
const architectureNames = /** @type {const} */ ({
  amd64: "x64",
  x64: "x64",
  arm64: "arm64",
});

/** Older ones are slower than the prebuilt addon is old; the image asks for more. */
const oldestLiblzma = "5.4";

/**
 * What the environment asks for.
 *
 * - `TARGET_ARCH`: amd64 (or x64) or arm64; this machine's without it.
 * - `CXX`: the C++ compiler, for example `aarch64-linux-gnu-g++`; `g++` without it.
 * - `LIBLZMA_PREFIX`: a folder with `include/lzma.h` and `lib/liblzma.a`; the compiler's own
 *   search path without it.
 * - `LIBLZMA_AT_LEAST`: compile against this version or a newer one, or fail. Without it the
 *   prebuilt addon stands in where there is no compiler or no liblzma.
 *
 * @typedef {object} AddonOptions
 * @property {Architecture} architecture
 * @property {string} compiler
 * @property {string | undefined} liblzmaPrefix
 * @property {string | undefined} liblzmaAtLeast
 */

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {AddonOptions}
 */
export function addonOptions(environment) {
  const wanted = environment["TARGET_ARCH"] || process.arch;
  if (!isArchitectureName(wanted)) throw new Error(`no addon can be made for ${wanted}`);
  return {
    architecture: architectureNames[wanted],
    compiler: environment["CXX"] || "g++",
    liblzmaPrefix: environment["LIBLZMA_PREFIX"] || undefined,
    liblzmaAtLeast: environment["LIBLZMA_AT_LEAST"] || undefined,
  };
}

/**
 * Makes lzma-native's addon: compiled against the machine's liblzma, linked statically, or copied
 * from the package where that cannot be.
 *
 * @param {string} outfile
 * @param {AddonOptions} options
 * @returns {string} a sentence that says which it was
 * @throws {Error} if the result is not for the wanted architecture
 */
export function makeAddon(outfile, options) {
  const liblzma = findLiblzma(options);
  const said = liblzma.found
    ? compileAddon(outfile, options, liblzma)
    : copyPrebuiltAddon(outfile, options, liblzma.because);
  checkMachine(outfile, options.architecture);
  return said;
}

/**
 * Reads whose machine a shared object is for.
 *
 * @param {string} file
 * @param {Architecture} architecture
 * @throws {Error} if it is for another
 */
export function checkMachine(file, architecture) {
  const header = readFileSync(file).subarray(0, 20);
  const isElf = header.length === 20 && header.toString("latin1", 0, 4) === "\x7fELF";
  const machine = isElf ? header.readUInt16LE(18) : undefined;
  if (machine === machineNumbers[architecture]) return;
  const found = Object.entries(machineNumbers).find(([, number]) => number === machine)?.[0];
  throw new Error(
    `the addon ${basename(file)} is for ${found ?? "no known machine"}, not for ${architecture}; ` +
      `lzma-native 8.0.6 publishes an x64 addon as its arm64 one, so that has to be compiled`,
  );
}

/**
 * @typedef {{ found: true, version: string, archive: string, flags: string[] }
 *   | { found: false, because: string }} Liblzma
 */

/**
 * Asks the compiler itself, so that a cross compiler answers for its own target.
 *
 * @param {AddonOptions} options
 * @returns {Liblzma}
 */
function findLiblzma({ compiler, liblzmaPrefix, liblzmaAtLeast }) {
  const flags = liblzmaPrefix === undefined ? [] : ["-I", join(liblzmaPrefix, "include")];
  try {
    const header = run(
      compiler,
      [...flags, "-E", "-P", "-x", "c++", "-"],
      "#include <lzma.h>\npyverify LZMA_VERSION_MAJOR LZMA_VERSION_MINOR LZMA_VERSION_PATCH\n",
    );
    const version =
      header
        .match(/pyverify (\d+) (\d+) (\d+)/)
        ?.slice(1)
        .join(".") ?? "0";
    const archive =
      liblzmaPrefix === undefined
        ? run(compiler, ["-print-file-name=liblzma.a"]).trim()
        : join(liblzmaPrefix, "lib", "liblzma.a");
    readFileSync(archive);
    const oldest = liblzmaAtLeast ?? oldestLiblzma;
    if (version.localeCompare(oldest, "en", { numeric: true }) >= 0) {
      return { found: true, version, archive, flags };
    }
    return missing(`liblzma ${version} is older than ${oldest}`);
  } catch (error) {
    return missing(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  }

  /** @param {string} because @returns {Liblzma} */
  function missing(because) {
    if (liblzmaAtLeast === undefined) return { found: false, because };
    throw new Error(`no liblzma ${liblzmaAtLeast} to compile the addon against: ${because}`);
  }
}

/**
 * The flags of lzma-native's binding.gyp, and what makes the same bytes in any folder.
 *
 * @param {string} outfile
 * @param {AddonOptions} options
 * @param {Extract<Liblzma, { found: true }>} liblzma
 */
function compileAddon(outfile, { compiler }, liblzma) {
  const { lzmaNative, nodeAddonApi, nodeApiHeaders } = packageFolders();
  const sources = readdirSync(join(lzmaNative, "src"))
    .filter((name) => name.endsWith(".cpp"))
    .toSorted()
    .map((name) => join(lzmaNative, "src", name));
  const flags = [
    "-shared -fPIC -O3 -DNDEBUG -std=c++17 -fexceptions -w",
    "-fvisibility=hidden -ffunction-sections -fdata-sections",
    "-fstack-protector-strong -D_FORTIFY_SOURCE=2 -frandom-seed=pyverify",
    "-DBUILDING_NODE_EXTENSION -DNODE_GYP_MODULE_NAME=lzma_native -DNAPI_VERSION=8",
    "-Wl,--exclude-libs,ALL -Wl,--gc-sections -Wl,--build-id=none -Wl,-s -Wl,-z,relro,-z,now",
  ].flatMap((line) => line.split(" "));
  const folders = [
    `-ffile-prefix-map=${lzmaNative}=lzma-native`,
    `-ffile-prefix-map=${nodeAddonApi}=node-addon-api`,
    `-isystem${nodeAddonApi}`,
    `-isystem${join(nodeApiHeaders, "include")}`,
    ...liblzma.flags,
  ];
  run(compiler, [...flags, ...folders, ...sources, liblzma.archive, "-o", outfile]);
  const version = run(compiler, ["-dumpfullversion"]).trim();
  return `compiled by ${basename(compiler)} ${version} against liblzma ${liblzma.version}`;
}

/**
 * @param {string} outfile
 * @param {AddonOptions} options
 * @param {string} because why none was compiled
 */
function copyPrebuiltAddon(outfile, { architecture }, because) {
  const { lzmaNative } = packageFolders();
  const prebuilt = join(lzmaNative, "prebuilds", `linux-${architecture}`, "node.napi.node");
  // Before it is copied, so that a refused one is not left in dist.
  checkMachine(prebuilt, architecture);
  copyFileSync(prebuilt, outfile);
  return `prebuilt by lzma-native with liblzma 5.2.3, which decodes more slowly, because ${because}`;
}

function packageFolders() {
  const require = createRequire(import.meta.url);
  const lzmaNative = dirname(require.resolve("lzma-native/package.json"));
  const fromLzmaNative = createRequire(join(lzmaNative, "package.json"));
  return {
    lzmaNative,
    nodeAddonApi: dirname(fromLzmaNative.resolve("node-addon-api/package.json")),
    nodeApiHeaders: dirname(require.resolve("node-api-headers/package.json")),
  };
}

/**
 * @param {string} command
 * @param {string[]} arguments_
 * @param {string} input
 */
function run(command, arguments_, input = "") {
  return execFileSync(command, arguments_, { input, encoding: "utf8", stdio: "pipe" });
}

/** @param {string} name @returns {name is keyof typeof architectureNames} */
function isArchitectureName(name) {
  return Object.hasOwn(architectureNames, name);
}
