import { defineConfig } from "vitest/config";
import { chosenArea } from "./areas.ts";

/**
 * The tests of one area. Stryker's own `testFiles` would choose them too, yet its vitest runner then
 * runs none for a mutant in a constant (10.1.1), and says that it survived.
 */
export default defineConfig({
  test: {
    include: [...chosenArea().tests],
    setupFiles: ["test/support/property-seed.ts"],
    testTimeout: 30_000,
  },
});
