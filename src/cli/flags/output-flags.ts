import { switchFlag } from "../arguments/flag.ts";

export const outputFlags = {
  json: switchFlag("the result as JSON on stdout"),
  quiet: switchFlag("nothing but errors and the result"),
  verbose: switchFlag("every step and request"),
};
