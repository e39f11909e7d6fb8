import { runDecodeWorker } from "./decode-worker.ts";

runDecodeWorker();
