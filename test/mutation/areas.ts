/** A part of the source that is mutated on its own, and the tests that are asked about it. */
export interface Area {
  readonly mutate: readonly string[];
  /**
   * Tests that run the code in their own process: a mutant is switched on there, and nowhere else.
   * They are the ones written for the area, so that a mutant does not wait for all the others.
   */
  readonly tests: readonly string[];
}

export const areas: Readonly<Record<string, Area>> = {
  release: { mutate: ["src/release/**/*.ts"], tests: ["test/unit/release/**/*.test.ts"] },
  trust: { mutate: ["src/trust/**/*.ts"], tests: ["test/unit/trust/**/*.test.ts"] },
  verify: {
    // A digest that `verify` takes over has to be that of the bytes which go on.
    mutate: ["src/verify/**/*.ts", "src/files/hashed-bytes.ts"],
    // The one that is left out takes seconds, and says again what the others say one by one.
    tests: ["test/unit/verify/!(any-certificate).test.ts", "test/unit/files/hashed-bytes.test.ts"],
  },
  "extract-entry": {
    mutate: ["src/extract/archive/entry.ts"],
    tests: ["test/unit/extract/entry.test.ts"],
  },
};

/** The area that `run.ts` names to Stryker, and Stryker's processes to each other. */
export function chosenArea(): Area & { readonly name: string } {
  const name = process.env["MUTATION_AREA"] ?? "";
  const area = areas[name];
  if (area === undefined) throw new Error("MUTATION_AREA names no area; use `npm run mutation`");
  return { name, ...area };
}
