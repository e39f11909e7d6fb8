import { embeddedTrustedRoot } from "../src/trust/embedded.ts";
import { verifyDigest } from "../src/verify/verify.ts";
import { listRealBundles, readRealBundle } from "../test/support/real-bundles.ts";

// One of CPython's real bundles by digest, on average, within a process that has verified all of
// them once before.
//     node verify-process.ts P-256|P-384
const [curve] = process.argv.slice(2);
// Fulcio's clients went over to P-256 then; before, sigstore-python made keys on P-384.
const changed = new Date("2024-09-01");
const root = embeddedTrustedRoot({
  observe: () => undefined,
  signal: new AbortController().signal,
});
const bundles = listRealBundles()
  .filter(({ integratedTime }) => integratedTime < changed === (curve === "P-384"))
  .map((listed) => ({
    sha256: listed.sha256,
    signer: listed.signer,
    bytes: readRealBundle(listed),
  }));
let started = 0;
for (let pass = 0; pass < 2; pass += 1) {
  started = performance.now();
  for (const { bytes, sha256, signer } of bundles) verifyDigest(sha256, bytes, [signer], root);
}
console.log(`took ${(performance.now() - started) / 1000 / bundles.length}`);
