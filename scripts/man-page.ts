/** `npm run man`: writes man/pyverify.1, for the package. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allDefinitions } from "../src/cli/definitions.ts";
import { manPage } from "../src/cli/help/man-page.ts";

const folder = join(import.meta.dirname, "../man");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "pyverify.1"), manPage(allDefinitions));
