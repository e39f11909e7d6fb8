/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

import type { PageArtifact } from "../page-data.ts";

/**
 * Search, filters, and the arrow keys between tiles. Runs in the browser: the page holds its source
 * text, so that it can use nothing from outside of itself.
 */
export function filterReleases(): void {
  const text = document.querySelector("#data")?.textContent;
  const form = document.querySelector<HTMLElement>("#filter");
  const query = document.querySelector<HTMLInputElement>("#query");
  const manager = document.querySelector<HTMLSelectElement>("#manager");
  const kind = document.querySelector<HTMLSelectElement>("#kind");
  const shown = document.querySelector<HTMLElement>("#shown");
  const clear = document.querySelector<HTMLElement>("#clear");
  const nothing = document.querySelector<HTMLElement>("#nothing");
  const matrix = document.querySelector<HTMLElement>("#matrix");
  if (!text || !form || !query || !manager || !kind || !shown) return;
  if (!clear || !nothing || !matrix) return;
  const data: { readonly artifacts: readonly PageArtifact[] } = JSON.parse(text);
  const searched = data.artifacts.map((artifact) => ({
    artifact,
    manager: artifact.signature?.releaseManager ?? artifact.claimed?.releaseManager ?? "",
  }));
  /** All that can be searched of each file; made when somebody searches, since it takes its time. */
  let words: readonly string[] | undefined;
  const total = new Set(data.artifacts.map(({ version }) => version)).size;
  const chips = [...form.querySelectorAll<HTMLElement>(".chip")];
  const marked = [...document.querySelectorAll<HTMLElement | SVGElement>("[data-release]")];
  const rows = [...document.querySelectorAll<HTMLElement>(".series")];

  const apply = (): void => {
    const terms = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = chips
      .filter((chip) => chip.getAttribute("aria-pressed") === "true")
      .map((chip) => chip.dataset["verdict"]);
    if (terms.length > 0) {
      words ??= data.artifacts.map((artifact) => JSON.stringify(artifact).toLowerCase());
    }
    const matching = new Set(
      searched
        .filter(
          (entry, index) =>
            terms.every((term) => matches(entry.artifact, words?.[index] ?? "", term)) &&
            (verdicts.length === 0 || verdicts.includes(entry.artifact.verdict)) &&
            (manager.value === "" || entry.manager === manager.value) &&
            (kind.value === "" || entry.artifact.kind === kind.value),
        )
        .map(({ artifact }) => artifact.version),
    );
    for (const item of marked) {
      item.classList.toggle("off", !matching.has(item.dataset["release"] ?? ""));
    }
    for (const row of rows) {
      const tiles = tilesIn(row);
      row.hidden = tiles.length === 0;
      for (const tile of row.querySelectorAll<HTMLElement>(".tile")) tile.tabIndex = -1;
      if (tiles[0] !== undefined) tiles[0].tabIndex = 0;
    }
    const isAll =
      terms.length === 0 && verdicts.length === 0 && manager.value === "" && kind.value === "";
    shown.textContent = isAll ? `${total} releases` : `${matching.size} of ${total} releases`;
    clear.hidden = isAll;
    nothing.hidden = matching.size > 0;
    matrix.hidden = matching.size === 0;
  };

  /** Keeps what is chosen behind the address's `#`, so that it can be sent to somebody. */
  function remember(): void {
    const chosen = new URLSearchParams();
    if (query?.value) chosen.set("search", query.value);
    if (manager?.value) chosen.set("manager", manager.value);
    if (kind?.value) chosen.set("kind", kind.value);
    for (const chip of chips) {
      const { verdict } = chip.dataset;
      if (chip.getAttribute("aria-pressed") === "true") chosen.append("verdict", verdict ?? "");
    }
    const filters = chosen.size === 0 ? "" : `#?${chosen}`;
    document.body.dataset["filters"] = filters;
    // Not while the address names a release: details.ts puts this there when it is closed.
    if (location.hash !== "" && !location.hash.startsWith("#?")) return;
    history.replaceState(null, "", location.pathname + location.search + filters);
  }

  /** Chooses what the address says, as far as it is there to be chosen. */
  function recall(): void {
    if (!location.hash.startsWith("#?")) return;
    const chosen = new URLSearchParams(location.hash.slice(2));
    if (query) query.value = chosen.get("search") ?? "";
    if (manager) manager.value = chosen.get("manager") ?? "";
    if (manager && manager.selectedIndex < 0) manager.value = "";
    if (kind) kind.value = chosen.get("kind") ?? "";
    if (kind && kind.selectedIndex < 0) kind.value = "";
    const verdicts = chosen.getAll("verdict");
    for (const chip of chips) {
      const isChosen =
        verdicts.includes(chip.dataset["verdict"] ?? "") && !chip.matches(":disabled");
      chip.setAttribute("aria-pressed", String(isChosen));
    }
  }

  function choose(): void {
    apply();
    remember();
  }

  /** A version is matched from its beginning: "3.1" should not find 3.13.1 by its tail. */
  function matches({ version }: PageArtifact, all: string, term: string): boolean {
    return /^\d+\.[\d.]*(a|b|rc)?\d*$/.test(term) ? version.startsWith(term) : all.includes(term);
  }

  function tilesIn(row: Element): HTMLElement[] {
    return [...row.querySelectorAll<HTMLElement>(".tile:not(.off)")];
  }

  function move(from: HTMLElement, key: string): void {
    const row = from.closest(".series");
    if (row === null) return;
    const tiles = tilesIn(row);
    const index = tiles.indexOf(from);
    const visible = rows.filter((other) => !other.hidden);
    const place = visible.findIndex((other) => other === row);
    const above = visible[place - 1];
    const below = visible[place + 1];
    const target = {
      ArrowRight: tiles[index + 1],
      ArrowLeft: tiles[index - 1],
      Home: tiles[0],
      End: tiles.at(-1),
      ArrowUp: above && tilesIn(above)[0],
      ArrowDown: below && tilesIn(below)[0],
    }[key];
    if (target === undefined) return;
    from.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
  }

  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      choose();
    });
  }
  query.addEventListener("input", choose);
  manager.addEventListener("change", choose);
  kind.addEventListener("change", choose);
  clear.addEventListener("click", () => {
    query.value = "";
    manager.value = "";
    kind.value = "";
    for (const chip of chips) chip.setAttribute("aria-pressed", "false");
    choose();
    query.focus();
  });
  matrix.addEventListener("keydown", (event) => {
    if (!(event instanceof KeyboardEvent) || !(event.target instanceof HTMLElement)) return;
    if (!/^(Arrow|Home|End)/.test(event.key) || !event.target.classList.contains("tile")) return;
    event.preventDefault();
    move(event.target, event.key);
  });
  addEventListener("hashchange", () => {
    recall();
    choose();
  });
  form.hidden = false;
  recall();
  choose();
}
