import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { holdChosenFolder } from "../../src/files/held-folder.ts";
import { makeWorkFolder } from "../../src/files/work-folder.ts";

// A run that has filled its work folder, may open no more files, and gives up.
const [folder = "."] = process.argv.slice(2);
const work = makeWorkFolder(holdChosenFolder(folder), "out");
mkdirSync(join(work.path, "tree/a/b/c/d/e/f/g/h/i/j"), { recursive: true });
writeFileSync(join(work.path, "tree/a/b/c/d/e/f/g/h/i/j/file"), "");
try {
  for (;;) openSync("/dev/null", "r");
} catch (error) {
  console.log(String(error));
}
work.remove();
