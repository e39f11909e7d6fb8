import { runDecoder } from "./decoder-process.ts";

void runDecoder();
