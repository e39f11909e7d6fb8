import { dockerIsThere, tryDocker } from "./docker.ts";

export const baseName = "gcr.io/distroless/nodejs24-debian13:nonroot";

/** Whether there is an engine, with the base for both platforms, and it can run both. */
export const canEmulate =
  (await dockerIsThere()) &&
  (await tryDocker(["run", "--rm", "--platform=linux/arm64", baseName, "--version"])).exitCode ===
    0;
