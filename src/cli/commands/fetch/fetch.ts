import { prepareExtraction } from "../../../extract/prepare-extraction.ts";
import { command } from "../../command.ts";
import { fetchArguments } from "./fetch-arguments.ts";

/** `pyverify fetch`: the main job. */
export const fetchCommand = command({
  name: "fetch",
  summary: "download, verify, extract a CPython source release",
  description:
    "Downloads a source tarball and its Sigstore bundle, verifies that the series' release manager\nsigned it, and extracts it. Nothing is left behind unless all of it succeeds.",
  args: fetchArguments,
  positionalVariables: { version: "PYTHON_VERSION" },
  examples: [
    { command: "pyverify fetch 3.14.0", meaning: "into /out, from python.org" },
    { command: "pyverify fetch 3.14 --out src", meaning: "the newest 3.14 there is, into ./src" },
    {
      command: "pyverify fetch 3.14.0 --offline --from /downloads",
      meaning: "without any network",
    },
    {
      command: "pyverify fetch --lock pyverify.lock --out /out/python --evidence /out/evidence",
      meaning: "what was pinned and nothing else, with documents about it",
    },
  ],
  run: async (args, host) => {
    // The decoding thread starts while the modules load that it takes to need it.
    const prepared = prepareExtraction(args.format ?? "tar.xz");
    try {
      const { runFetch } = await import("./run-fetch.ts");
      return await runFetch(args, prepared, host);
    } finally {
      await prepared.stop();
    }
  },
});
