/**
 * `npm run picture` draws docs/images/audit.png: the page that `pyverify audit --report` makes of the
 * real bundles in test/fixtures. It needs a Chromium.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { realBundles } from "../test/support/real-bundles.ts";

const repository = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "pyverify-picture-"));
const browser = await chromium.launch({
  executablePath: process.env["PYVERIFY_CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  const program = join(repository, "src/main.ts");
  const args = ["audit", "--bundles", realBundles, "--report", folder, "--quiet"];
  execFileSync(process.execPath, [program, ...args]);
  const page = await browser.newPage({ viewport: { width: 1160, height: 900 } });
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
  const notes = await page.locator(".notes").boundingBox();
  await page.screenshot({
    path: join(repository, "docs/images/audit.png"),
    fullPage: true,
    clip: { x: 0, y: 0, width: 1160, height: Math.floor((notes?.y ?? 900) - 12) },
  });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
