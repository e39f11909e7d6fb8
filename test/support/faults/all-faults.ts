import { contentFaults } from "./content-faults.ts";
import { logFaults } from "./log-faults.ts";
import { readingFaults } from "./reading-faults.ts";
import { rekorV2Faults } from "./rekor-v2-faults.ts";
import { signerFaults } from "./signer-faults.ts";

/** Every single thing that can be wrong with a bundle, by name. */
export const allFaults = {
  ...signerFaults,
  ...readingFaults,
  ...logFaults,
  ...rekorV2Faults,
  ...contentFaults,
};

export type FaultName = keyof typeof allFaults;
