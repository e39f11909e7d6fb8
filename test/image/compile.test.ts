import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build, repository } from "./build.ts";
import { docker, dockerIsThere } from "./docker.ts";
import { mirroredImages, type MirroredImages, realData } from "./mirrored-image.ts";

const wanted = process.env["PYVERIFY_COMPILE_CPYTHON"] !== undefined;
const canBuild = wanted && existsSync(realData) && (await dockerIsThere());
if (!wanted)
  console.warn("SKIPPED without PYVERIFY_COMPILE_CPYTHON: compiling CPython, minutes long");

const tag = "pyverify-example-docker-library:test";

describe.skipIf(!canBuild)("CPython 3.14.0 as it was extracted", () => {
  let images: MirroredImages;
  let log: string;
  beforeAll(async () => {
    images = await mirroredImages();
    const folder = join(repository, "examples/docker-library");
    // Without profile-guided optimisation, which takes half an hour, and with little of any other.
    const { stderr } = await build([
      ...[...images.flags, "--build-arg", "CONFIGURE_FLAGS=CFLAGS=-O1", "--tag", tag],
      ...["--file", join(folder, "Containerfile"), folder],
    ]);
    log = stderr;
  }, 1_800_000);
  afterAll(() => images.mirror.close());

  test("configures, compiles and runs", async () => {
    const { stdout } = await docker([
      ...["run", "--rm", "--network=none", tag, "python3", "-c"],
      "import ssl, sys, zlib; print(sys.version.split()[0], ssl.OPENSSL_VERSION.split()[0])",
    ]);
    expect(stdout.toString().trim()).toBe("3.14.0 OpenSSL");
  });

  test("has file times that make nothing be generated anew", () => {
    expect(log).toContain("config.status: creating Makefile.pre");
    // The commands of CPython's regeneration rules, in its Makefile.pre.in.
    const generators = log.match(
      /-m pegen |asdl_c\.py |build\/generate_\w+\.py|clinic\.py --|cases_generator\/\w+\.py|autoconf|aclocal/g,
    );
    expect(generators).toBeNull();
  });
});
