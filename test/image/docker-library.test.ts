import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { violations } from "../support/schemas.ts";
import { build, repository } from "./build.ts";
import { docker, dockerIsThere } from "./docker.ts";
import { addedTo, type ImageContents, listImage } from "./image-contents.ts";
import { mirroredImages, type MirroredImages } from "./mirrored-image.ts";
import { realTarballsAreThere } from "../support/real-tarballs.ts";

const wanted = process.env["PYVERIFY_COMPILE_CPYTHON"] !== undefined;
const canBuild = wanted && realTarballsAreThere && (await dockerIsThere());
if (!wanted)
  console.warn("SKIPPED without PYVERIFY_COMPILE_CPYTHON: compiling CPython, minutes long");

const tag = "pyverify-example-docker-library:test";
const evidence = "/usr/local/share/doc/cpython";

describe.skipIf(!canBuild)("the docker-library example", () => {
  let images: MirroredImages;
  let log: string;
  let contents: ImageContents;
  let debian: ImageContents;
  beforeAll(async () => {
    images = await mirroredImages();
    const folder = join(repository, "examples/docker-library");
    // Without profile-guided optimisation, which takes half an hour, and with little of any other.
    // Compiled even where the engine has done it before: its cache keeps no log.
    const { stderr } = await build([
      ...[...images.flags, "--build-arg", "CONFIGURE_FLAGS=CFLAGS=-O1", "--tag", tag],
      ...["--no-cache-filter=build", "--file", join(folder, "Containerfile"), folder],
    ]);
    log = stderr;
    contents = await listImage(tag);
    debian = await listImage("debian:trixie-slim");
  }, 1_800_000);
  afterAll(() => images.close());

  test("configures, compiles and runs", async () => {
    expect(
      await run(
        "python3",
        "-c",
        "import ssl, sys, zlib; print(sys.version.split()[0], ssl.OPENSSL_VERSION.split()[0])",
      ),
    ).toBe("3.14.0 OpenSSL\n");
  });

  test("has file times that make nothing be generated anew", () => {
    expect(log).toContain("config.status: creating Makefile.pre");
    // The commands of CPython's regeneration rules, in its Makefile.pre.in.
    const generators = log.match(
      /-m pegen |asdl_c\.py |build\/generate_\w+\.py|clinic\.py --|cases_generator\/\w+\.py|autoconf|aclocal/g,
    );
    expect(generators).toBeNull();
  });

  test("holds an SBOM of what is a part of its Python, and neither of Python nor of pip", async () => {
    const bom: { components: { name: string; version: string }[] } = JSON.parse(
      await run("cat", `${evidence}/vendored.cdx.json`),
    );
    expect(violations("cycloneDx", bom)).toEqual([]);
    const names = bom.components.map(({ name }) => name);
    expect(names).toEqual(["expat", "hacl-star", "macholib", "mpdecimal"]);
    // Not what is installed beside it, but what is compiled in.
    const expat = (
      await run("python", "-c", "import pyexpat; print(pyexpat.EXPAT_VERSION)")
    ).trim();
    expect(expat).toBe(`expat_${bom.components[0]?.version}`);
  });

  test("holds the receipt of its source", async () => {
    const receipt: object = JSON.parse(await run("cat", `${evidence}/receipt.json`));
    expect(violations("receipt", receipt)).toEqual([]);
    expect(receipt).toMatchObject({
      release: { version: "3.14.0" },
      signer: { identity: "hugo@python.org", issuer: "https://github.com/login/oauth" },
    });
  });

  test("has pip, and the short names", async () => {
    expect(await run("pip", "--version")).toMatch(/^pip \d/);
    expect(await run("pydoc", "--help")).toContain("pydoc");
  });

  test("leaves out what docker-library leaves out, and all of pyverify", () => {
    const added = addedTo(debian, contents).map(({ path }) => path);
    expect(added.filter((path) => /(^|\/)(tests?|idle_test)(\/|$)/.test(path))).toEqual([]);
    expect(added.filter((path) => /\.pyc$|libpython.*\.a$/.test(path))).toEqual([]);
    expect(
      added.filter((path) =>
        /pyverify|sigstore|^usr\/src\/|(^|\/)node(js|_modules)?(\/|$)/.test(path),
      ),
    ).toEqual([]);
  });
});

async function run(...command: readonly string[]): Promise<string> {
  const { stdout } = await docker(["run", "--rm", "--network=none", tag, ...command]);
  return stdout.toString();
}
