import { configureGlobal } from "fast-check";

/*
 * Property tests try the same cases each time, so that a red run is about the change that it is run
 * for. `PYVERIFY_FUZZ_SEED` names another start, for a search through the night.
 */
configureGlobal({ seed: Number(process.env["PYVERIFY_FUZZ_SEED"] ?? 20_260_801) });
