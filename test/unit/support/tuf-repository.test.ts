import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getTrustedRoot } from "@sigstore/tuf";
import { describe, expect, it } from "vitest";
import { createLocalSigstore } from "../../support/sigstore/local-sigstore.ts";
import { serveTufRepository, type TufFault } from "../../support/sigstore/tuf-repository.ts";

const sigstore = createLocalSigstore();

/** The reference client's own view of a repository. */
async function fetchTrustedRoot(fault?: TufFault) {
  const repository = await serveTufRepository(sigstore.trustedRoot(), fault);
  const folder = await mkdtemp(join(tmpdir(), "tuf-repository-test-"));
  try {
    const rootPath = join(folder, "first-root.json");
    await writeFile(rootPath, repository.root);
    const client = { mirrorURL: repository.url, cachePath: folder, rootPath };
    // What does answer may take its time on a busy machine.
    const timeout = fault?.type === "silent" ? 300 : 60_000;
    return await getTrustedRoot({ ...client, retry: 0, timeout });
  } finally {
    await repository.close();
    await rm(folder, { recursive: true });
  }
}

const faults: readonly (readonly [TufFault, string])[] = [
  [{ type: "expired", role: "root" }, "refreshing TUF metadata"],
  [{ type: "expired", role: "timestamp" }, "refreshing TUF metadata"],
  [{ type: "expired", role: "snapshot" }, "refreshing TUF metadata"],
  [{ type: "expired", role: "targets" }, "refreshing TUF metadata"],
  [{ type: "rolled-back", role: "snapshot" }, "refreshing TUF metadata"],
  [{ type: "rolled-back", role: "targets" }, "refreshing TUF metadata"],
  [{ type: "tampered", file: "root" }, "root was signed by 0/1 keys"],
  [{ type: "tampered", file: "timestamp" }, "refreshing TUF metadata"],
  [{ type: "tampered", file: "snapshot" }, "refreshing TUF metadata"],
  [{ type: "tampered", file: "targets" }, "refreshing TUF metadata"],
  [{ type: "tampered", file: "trusted_root.json" }, "downloading target"],
  [{ type: "signed-by-others" }, "refreshing TUF metadata"],
  [{ type: "target-missing" }, "target trusted_root.json not found"],
  [{ type: "target-malformed" }, "is not valid JSON"],
  [{ type: "status", status: 503 }, "refreshing TUF metadata"],
  [{ type: "silent" }, "refreshing TUF metadata"],
  [{ type: "endless" }, "refreshing TUF metadata"],
];

describe("a TUF repository", () => {
  it("hands out its trusted root", async () => {
    const trustedRoot = await fetchTrustedRoot();
    expect(trustedRoot.tlogs).toHaveLength(2);
    expect(trustedRoot.timestampAuthorities[0]?.uri).toContain("timestamp.sigstore.local");
  });

  it.each(faults)("does not get past the reference client when %j", async (fault, words) => {
    await expect(fetchTrustedRoot(fault)).rejects.toThrow(words);
  });
});
