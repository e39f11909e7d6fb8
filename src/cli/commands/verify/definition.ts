import { PyverifyError } from "../../../base/errors.ts";
import type { ArtifactName } from "../../../read-artifact.ts";
import { parseVersion } from "../../../release/version.ts";
import { define } from "../../definition.ts";
import { bundleFlags } from "../../flags/bundle-flags.ts";
import { flag, switchFlag } from "../../arguments/flag.ts";
import { networkFlags } from "../../flags/network-flags.ts";
import { outputFlags } from "../../flags/output-flags.ts";
import { signerFlags } from "../../flags/signer-flags.ts";
import { strictFlag } from "../../flags/strict-flag.ts";
import { trustFlags } from "../../flags/trust-flags.ts";
import { sha256Hex } from "../../arguments/values.ts";

/** `pyverify verify`: what is already here. */
export const definition = define({
  name: "verify",
  summary: "verify release files or digests that are already here",
  description:
    "Verifies each file against the .sigstore or .sigstore.json file beside it, or one digest against\n--bundle: who signed these very bytes, and that the file is of the release in its name, as far as\nit says so itself. A tarball does by its top folder, an installer by its version resource; of a\ndigest nothing says which release it is.",
  operand: {
    name: "file",
    count: "one or more",
    description: "a file named as on python.org, any other with --release, or sha256:HEX",
    parse: parseName,
  },
  flags: {
    ...bundleFlags,
    release: flag("VERSION", "the release, if the file's name does not say it", parseVersion),
    offline: switchFlag("no network: takes the embedded trusted root"),
    ...trustFlags,
    ...signerFlags,
    ...strictFlag,
    ...networkFlags,
    ...outputFlags,
  },
  unaffectedBy: [],
  examples: [
    { command: "pyverify verify Python-3.14.0.tar.xz", meaning: "with the bundle beside it" },
    {
      command: "pyverify verify sha256:2299dae5… --bundle B.sigstore --release 3.14.0",
      meaning: "by digest, with no tarball at hand",
    },
  ],
});

function parseName(text: string): ArtifactName {
  if (text.startsWith("sha256:")) {
    const sha256 = sha256Hex(text.slice("sha256:".length), "the digest");
    return { type: "digest", text, sha256 };
  }
  const [, artifact] = /^(.+)\.sigstore(?:\.json)?$/.exec(text) ?? [];
  if (artifact === undefined) return { type: "file", text };
  throw new PyverifyError("usage", "invalid-value", `${text} is a bundle`, {
    because: "a bundle says who signed another file, and it is that file which is verified",
    hint: `try pyverify verify ${artifact}; pyverify inspect shows what a bundle says`,
  });
}
