import process from "node:process";
import { decoderArgument } from "./extract/decode/decoder-argument.ts";

// The standalone executable: pyverify, and the decoding process that it starts.
void (process.argv[2] === decoderArgument
  ? import("./extract/decode/decoder-main.ts")
  : import("./main.ts"));
