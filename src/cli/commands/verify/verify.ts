import { readArtifact } from "./artifact.ts";
import { command } from "../../command.ts";
import { verifyArguments } from "./verify-arguments.ts";

/** `pyverify verify`: what is already here. */
export const verifyCommand = command({
  name: "verify",
  summary: "verify tarballs or digests that are already here",
  description:
    "Verifies each file against the .sigstore or .sigstore.json file beside it, or one digest against\n--bundle: who signed these very bytes, and that a tarball's top folder is that of the release in\nits name, or of --release. Of a digest nothing says which release it is.",
  args: verifyArguments,
  variadic: true,
  examples: [
    { command: "pyverify verify Python-3.14.0.tar.xz", meaning: "with the bundle beside it" },
    {
      command: "pyverify verify sha256:2299dae5… --bundle B.sigstore --release 3.14.0",
      meaning: "by digest, with no tarball at hand",
    },
  ],
  run: async (args, host) => {
    const [file = ""] = args._;
    // Comes in while the modules load that verify it; a failure shows when its turn has come.
    const first = readArtifact(file, host.signal);
    first.catch(() => undefined);
    const { runVerify } = await import("./run-verify.ts");
    return runVerify(args, first, host);
  },
});
