import { setImmediate } from "node:timers/promises";
import { holdChosenFolder } from "../../src/files/held-folder.ts";
import { makeWorkFolder } from "../../src/files/work-folder.ts";

// A run that has begun to write into the folder that is named, and never comes to an end.
const [folder = "."] = process.argv.slice(2);
const { name } = makeWorkFolder(holdChosenFolder(folder), "out");
// A lock that nothing refers to must not go with what else is garbage.
for (let round = 0; round < 3; round += 1) {
  globalThis.gc?.();
  await setImmediate();
}
console.log(name);
setInterval(() => undefined, 1000);
