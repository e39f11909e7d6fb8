import manifest from "../../package.json" with { type: "json" };

/** The version of this pyverify, as its package says. */
export const pyverifyVersion: string = manifest.version;
