import process from "node:process";
import { decoderArgument } from "./extract/decode/decoder-argument.ts";

// Where a bundle begins: as pyverify, or as the decoding process that pyverify starts.
void (process.argv[2] === decoderArgument
  ? import("./extract/decode/decoder-main.ts")
  : import("./main.ts"));
