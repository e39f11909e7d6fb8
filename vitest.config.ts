import { defineConfig } from "vitest/config";

// How long is waited for a test that hangs. A busy machine takes ten times as long as an idle one,
// and no test is about time.
const patience = { testTimeout: 180_000, hookTimeout: 180_000, teardownTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          globalSetup: ["test/unit/global-setup.ts"],
          setupFiles: ["test/support/property-seed.ts"],
          ...patience,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/e2e/global-setup.ts"],
          ...patience,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          ...patience,
        },
      },
      {
        test: {
          name: "live",
          include: ["test/live/**/*.test.ts"],
          globalSetup: ["test/live/global-setup.ts"],
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "buildpack",
          include: ["test/buildpack/**/*.test.ts"],
          globalSetup: ["test/buildpack/global-setup.ts"],
          hookTimeout: 1_800_000,
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "scanners",
          include: ["test/scanners/**/*.test.ts"],
          hookTimeout: 600_000,
          testTimeout: 600_000,
        },
      },
      {
        test: {
          name: "image",
          include: ["test/image/**/*.test.ts"],
          globalSetup: ["test/image/global-setup.ts"],
          hookTimeout: 900_000,
          testTimeout: 900_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
