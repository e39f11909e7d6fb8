import { chosenArea } from "./areas.ts";

const { name, mutate } = chosenArea();

/** https://stryker-mutator.io/docs/stryker-js/configuration/ */
export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner", "./test/mutation/words.mjs"],
  ignorers: ["words"],
  vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
  mutate: [...mutate],
  coverageAnalysis: "perTest",
  concurrency: 1,
  // On a busy machine a slow test is no endless loop.
  timeoutMS: 60_000,
  // TypeScript 7 has no interface for Stryker, which would only move paths in tsconfig.json.
  tsconfigFile: "none.json",
  ignorePatterns: ["/dist", "/docs/images", "/examples", "/coverage"],
  reporters: ["clear-text", "json", "html"],
  clearTextReporter: { reportTests: false, allowColor: false, reportMutants: false },
  jsonReporter: { fileName: `reports/mutation/${name}.json` },
  htmlReporter: { fileName: `reports/mutation/${name}.html` },
};
