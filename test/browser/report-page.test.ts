import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type AuditedWorld,
  createAuditedWorld,
  putEveryVerdict,
} from "../support/audited-world.ts";
import { chromium, launch } from "./chromium.ts";
import { contrastProblems } from "./contrast.ts";

const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

describe.skipIf(chromium === undefined)("the report page in a browser", () => {
  let audited: AuditedWorld;
  let browser: Browser;
  let address: string;
  let page: Page;
  /** what the browser complained of, and whatever it asked for besides the page itself */
  let complaints: string[];

  beforeAll(async () => {
    audited = await createAuditedWorld();
    await putEveryVerdict(audited);
    await audited.audit("--report", "site");
    const { work } = audited.world.workspace;
    address = pathToFileURL(join(work, "site/index.html")).href;
    browser = await launch(chromium ?? "");
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await audited.world.close();
  });

  async function open(options: BrowserContextOptions = {}, hash = ""): Promise<void> {
    complaints = [];
    const context = await browser.newContext({ viewport: desktop, ...options });
    page = await context.newPage();
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(address) && !url.startsWith("data:")) complaints.push(`asked for ${url}`);
    });
    await page.goto(address + hash);
  }

  beforeEach(async () => {
    await open();
  });

  afterEach(async () => {
    await page.context().close();
    if (complaints.length > 0) throw new Error(`the browser complains: ${complaints.join("\n")}`);
  });

  /** The releases that are shown as matching, in the matrix's order. */
  async function shown(): Promise<string[]> {
    return page
      .locator(".series:not([hidden]) .tile:not(.off)")
      .evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute("data-release") ?? ""));
  }

  it("says how it stands, and shows every release and every exception", async () => {
    expect(await page.locator(".state").innerText()).toContain(
      "1 refused, 1 missing, 1 unreachable",
    );
    expect(await page.locator(".exceptions").innerText()).toContain("somebody@example.com");
    expect(await shown()).toEqual([
      "3.14.0",
      "3.14.1",
      "3.14.2",
      "3.14.0rc1",
      "3.13.9",
      "3.13.10",
      "3.11.0rc2",
    ]);
    expect(await page.locator(".plot circle").count()).toBe(3);
  });

  it("finds releases by version, signer and digest", async () => {
    await page.fill("#query", "3.13");
    expect(await shown()).toEqual(["3.13.9", "3.13.10"]);
    await page.fill("#query", "somebody");
    expect(await shown()).toEqual(["3.14.1"]);
    const { artifacts } = await audited.report("3.13");
    await page.fill("#query", artifacts[0]?.signature?.sha256.slice(0, 16) ?? "none");
    expect(await shown()).toEqual(["3.13.9"]);
    await page.fill("#query", "no such thing");
    expect(await shown()).toEqual([]);
    expect(await page.locator("#nothing").isVisible()).toBe(true);
    expect(await page.locator("#matrix").isVisible()).toBe(false);
    await page.click("#clear");
    expect(await page.locator("#matrix").isVisible()).toBe(true);
    expect(await shown()).toHaveLength(7);
  });

  it("takes any address, also one that cannot be decoded", async () => {
    await page.context().close();
    await open({}, "#%");
    expect(await shown()).toHaveLength(7);
    expect(await page.locator("dialog[open]").count()).toBe(0);
  });

  it("filters by verdict and by release manager, and says how many are left", async () => {
    await page.click(".chip.refused");
    await page.click(".chip.missing");
    expect(await shown()).toEqual(["3.14.1", "3.14.2"]);
    expect(await page.locator("#shown").innerText()).toBe("2 of 7 releases");
    await page.click("#clear");
    await page.selectOption("#manager", "Thomas Wouters");
    expect(await shown()).toEqual(["3.13.9"]);
  });

  it("opens all that is known about a release, and closes it with Escape", async () => {
    await page.click('.tile[data-release="3.14.0"]');
    const dialog = page.locator("dialog");
    expect(await dialog.locator("article h3 span:first-child").allInnerTexts()).toEqual([
      "Python-3.14.0.tar.xz",
      "Python-3.14.0.tgz",
    ]);
    const words = await dialog.locator("article").first().innerText();
    expect(words).toContain("Hugo van Kemenade");
    expect(words).toContain("https://github.com/login/oauth");
    expect(words).toContain("2026-03-01 12:00:00 UTC");
    expect(await dialog.locator("article").first().locator(".checks .passed").count()).toBe(9);
    await page.keyboard.press("Escape");
    expect(await dialog.isVisible()).toBe(false);
    await expect.poll(() => page.url(), { timeout: 20_000 }).toBe(address);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-release"));
    await expect.poll(focused, { timeout: 20_000 }).toBe("3.14.0");
  });

  it("shows of a refused release which check failed, and what is only claimed", async () => {
    await page.click('.exceptions a[href="#3.14.1"]');
    const article = page.locator("dialog article");
    expect(await article.innerText()).toContain("none of it is proven");
    expect(await article.locator(".checks .failed").innerText()).toContain("release manager");
  });

  it("opens the release that its address names", async () => {
    await page.context().close();
    await open({}, "#3.13.9");
    expect(await page.locator("dialog h2").innerText()).toBe("CPython 3.13.9");
  });

  it("keeps search and filters in the address, also while a release is looked at", async () => {
    const here = () => page.evaluate(() => location.href);
    await page.fill("#query", "3.14");
    await page.selectOption("#manager", "Hugo van Kemenade");
    await page.click(".chip.verified");
    const filtered = `${address}#?search=3.14&manager=Hugo+van+Kemenade&verdict=verified`;
    expect(await here()).toBe(filtered);
    const left = await shown();
    await page.click('.tile[data-release="3.14.0"]');
    expect(await here()).toBe(`${address}#3.14.0`);
    // The page hears of its new address, and of a closed dialog, a moment later.
    await page.waitForSelector("dialog[open]");
    await page.keyboard.press("Escape");
    await expect.poll(here, { timeout: 20_000 }).toBe(filtered);
    await page.context().close();
    await open({}, filtered.slice(address.length));
    expect(await shown()).toEqual(left);
    expect(await page.inputValue("#query")).toBe("3.14");
    await page.click("#clear");
    expect(await here()).toBe(address);
    expect(await shown()).toHaveLength(7);
  });

  it("takes of an address only what can be chosen", async () => {
    await page.context().close();
    await open({}, "#?manager=Nobody&verdict=perfect&search=3.13");
    expect(await shown()).toEqual(["3.13.9", "3.13.10"]);
    expect(await page.inputValue("#manager")).toBe("");
  });

  it("shows the releases of one kind of file, and keeps it in the address", async () => {
    await open({}, "#?kind=source");
    const all = await shown();
    expect(all.length).toBeGreaterThan(3);
    expect(await page.inputValue("#kind")).toBe("source");
    await open({}, "#?kind=perfect");
    expect(await page.inputValue("#kind")).toBe("");
    expect(await shown()).toEqual(all);
  });

  it("is used with the keyboard alone: a stop for each series, arrows within", async () => {
    await page.locator("#kind").focus();
    const chips = await page.locator(".chip:not(:disabled)").count();
    for (let stop = 0; stop <= chips; stop += 1) await page.keyboard.press("Tab");
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-release"));
    expect(await focused()).toBe("3.14.0");
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toBe("3.14.1");
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toBe("3.13.9");
    await page.keyboard.press("Enter");
    expect(await page.locator("dialog h2").innerText()).toBe("CPython 3.13.9");
  });

  it("has landmarks, one first heading, and a name for whatever can be used", async () => {
    for (const landmark of ["banner", "main", "search", "contentinfo"] as const) {
      expect([landmark, await page.getByRole(landmark).count()]).toEqual([landmark, 1]);
    }
    expect(await page.locator("h1").count()).toBe(1);
    const nameless = await page.locator("a, button, input, select").evaluateAll((controls) =>
      controls
        .filter((control) => !control.closest("svg"))
        .filter((control) => {
          const label = control.closest("label")?.textContent ?? "";
          return (
            `${control.getAttribute("aria-label") ?? ""}${control.textContent}${label}`.trim() ===
            ""
          );
        })
        .map((control) => control.outerHTML),
    );
    expect(nameless).toEqual([]);
  });

  it.each([
    ["light", desktop],
    ["dark", desktop],
    ["light", phone],
    ["dark", phone],
  ] as const)(
    "is readable in %s at %o: contrast, and nothing wider than the screen",
    async (colorScheme, viewport) => {
      await page.context().close();
      await open({ colorScheme, viewport });
      expect(await page.evaluate(contrastProblems)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      await page.click('.tile[data-release="3.14.1"]');
      expect(await page.evaluate(contrastProblems)).toEqual([]);
    },
  );

  it("prints the releases, and none of what only a screen can use", async () => {
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#filter").isVisible()).toBe(false);
    expect(await page.locator('.tile[data-release="3.14.1"]').isVisible()).toBe(true);
  });

  it("prints every tarball with its digest, whatever was searched for", async () => {
    expect(await page.locator(".digests").isVisible()).toBe(false);
    await page.fill("#query", "no such thing");
    await page.emulateMedia({ media: "print" });
    const { artifacts } = await audited.report();
    const rows = page.locator(".digests tbody tr");
    // A change of the medium is told with the next frame.
    await expect.poll(() => rows.count()).toBe(artifacts.length);
    for (const { file, signature } of artifacts.filter((tarball) => tarball.signature)) {
      const row = rows.filter({ has: page.getByRole("rowheader", { name: file, exact: true }) });
      expect(await row.innerText()).toContain(signature?.sha256);
    }
    expect(await page.locator('.tile[data-release="3.14.1"]').isVisible()).toBe(true);
    expect(await page.locator("#nothing").isVisible()).toBe(false);
    await page.emulateMedia({ media: "screen" });
    await expect.poll(() => rows.count()).toBe(0);
  });

  it("prints every digest to a file, and without JavaScript too", async () => {
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const { artifacts } = await audited.report();
    const rows = page.locator(".digests tbody tr");
    expect(await rows.count()).toBe(artifacts.length);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    expect(await rows.count()).toBe(0);
    await page.context().close();
    await open({ javaScriptEnabled: false });
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".digests tbody tr").count()).toBe(artifacts.length);
  });
});
