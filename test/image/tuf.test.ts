import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { madeUpRelease } from "../support/made-up-release.ts";
import { type Mirror, serveMirror } from "../support/mirror.ts";
import { bytesOf } from "../support/sigstore/bundle.ts";
import { createLocalSigstore } from "../support/sigstore/local-sigstore.ts";
import { serveTufRepository, type TufRepository } from "../support/sigstore/tuf-repository.ts";
import { publishedName } from "./build.ts";
import { docker, dockerIsThere } from "./docker.ts";

describe.skipIf(!(await dockerIsThere()))("the image, with the trusted root over TUF", () => {
  let folder: string;
  let mirror: Mirror;
  let tuf: TufRepository;
  beforeAll(async () => {
    const sigstore = createLocalSigstore();
    const { name, tarball } = await madeUpRelease({ version: "3.14.99" });
    folder = await mkdtemp(join(tmpdir(), "pyverify-image-"));
    // For whatever uid the container runs as.
    await chmod(folder, 0o755);
    await mkdir(join(folder, "3.14.99"));
    await writeFile(join(folder, "3.14.99", name), tarball);
    await writeFile(join(folder, "3.14.99", `${name}.sigstore`), bytesOf(sigstore.sign(tarball)));
    tuf = await serveTufRepository(sigstore.trustedRoot());
    await writeFile(join(folder, "root.json"), tuf.root);
    mirror = await serveMirror(folder);
  });
  afterAll(async () => {
    await mirror.close();
    await tuf.close();
    await rm(folder, { recursive: true });
  });

  test.each(["65532:65532", "0:0", "12345:12345"])(
    "needs no HOME, no /tmp and no writable root as %s",
    async (user) => {
      const { stdout } = await docker([
        ...["run", "--rm", "--read-only", "--network=host", `--user=${user}`, "--env=HOME="],
        ...["--tmpfs=/out:mode=1777", `--volume=${folder}:/in:ro`],
        ...["--env=HTTP_PROXY=", "--env=http_proxy=", `--env=PYVERIFY_MIRROR=${mirror.url}`],
        ...[`--env=PYVERIFY_TUF_MIRROR=${tuf.url}`, "--env=PYVERIFY_TUF_ROOT=/in/root.json"],
        ...[publishedName, "fetch", "3.14.99"],
      ]);
      expect(stdout.toString()).toContain("CPython 3.14.99 is verified and in /out");
      expect(tuf.requests.join(" ")).toContain("timestamp.json");
    },
  );
});
