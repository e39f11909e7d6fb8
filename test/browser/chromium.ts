import { accessSync, constants } from "node:fs";
import { chromium as driver, type Browser } from "playwright-core";

/** Debian's and Ubuntu's browser, or another one by `PYVERIFY_CHROMIUM`. */
const candidates = [
  process.env["PYVERIFY_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
];

/** The browser to test with; undefined, and said loudly, where there is none. */
export const chromium = find();

export async function launch(executablePath: string): Promise<Browser> {
  // Root in a container has no user namespaces; the pages are our own.
  return driver.launch({ executablePath, args: ["--no-sandbox"] });
}

function find(): string | undefined {
  const found = candidates.find((path) => path !== undefined && path !== "" && isExecutable(path));
  if (found === undefined) {
    console.warn("NO CHROMIUM: the browser tests are skipped (apt-get install chromium)");
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
