import { printed } from "./print-stylesheet.ts";

/**
 * The page's styles. Every pair of colours has a contrast of at least 4.5, and every verdict a shape
 * besides its colour. https://www.w3.org/TR/WCAG22/
 *
 * @param columns how many columns the final releases need side by side
 */
export function stylesheet(columns: number): string {
  return [
    colours,
    frame,
    overview,
    filter,
    matrix,
    columnRules(columns),
    plot,
    details,
    printed,
  ].join("");
}

const colours = /* css */ `
:root {
  color-scheme: light dark;
  --page: #f7f7f5; --panel: #ffffff; --ink: #1b1f24; --soft: #59626d; --line: #e1e3e0;
  --accent: #1d5fa8; --accent-soft: #a9c8ea;
  --verified: #e3f3e8; --verified-line: #a8d3b7; --verified-ink: #14532d; --verified-strong: #1f7a4d;
  --refused: #c4262e; --refused-line: #a11d25; --refused-ink: #ffffff; --refused-strong: #c4262e;
  --missing: #f3e5fb; --missing-line: #9b4dca; --missing-ink: #6b1f9c; --missing-strong: #8a35bd;
  --unreachable: #fdf0cf; --unreachable-line: #cf9a1c; --unreachable-ink: #744f00; --unreachable-strong: #946200;
  --unsigned: transparent; --unsigned-line: #c3c8cc; --unsigned-ink: #5f6973; --unsigned-strong: #868f98;
  --shadow: 0 1px 2px rgb(20 30 40 / 6%), 0 4px 16px rgb(20 30 40 / 5%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #111417; --panel: #191d21; --ink: #e8eaec; --soft: #9ea8b2; --line: #2b3137;
    --accent: #7db4ee; --accent-soft: #34567c;
    --verified: #173526; --verified-line: #2c6345; --verified-ink: #b5ebc8; --verified-strong: #4fc084;
    --refused: #d03a42; --refused-line: #f0757b; --refused-ink: #ffffff; --refused-strong: #ff8a8f;
    --missing: #35204a; --missing-line: #b479de; --missing-ink: #e3c4f7; --missing-strong: #cf9af2;
    --unreachable: #3a2f12; --unreachable-line: #c0952f; --unreachable-ink: #f3d68b; --unreachable-strong: #e0b34a;
    --unsigned: transparent; --unsigned-line: #444c54; --unsigned-ink: #99a3ad; --unsigned-strong: #6d7781;
    --shadow: none;
  }
}
`;

const frame = /* css */ `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 0 clamp(16px, 4vw, 40px) 48px; max-width: 1240px;
  background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
[hidden] { display: none !important; }
h1, h2, h3, p, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
h2 { font-size: 20px; line-height: 1.3; letter-spacing: -.01em; }
main > section { margin-top: 44px; }
a { color: var(--accent); text-underline-offset: 2px; }
code, pre { font: 13px/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "Liberation Mono", monospace; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.definitions { position: absolute; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 16px; top: -60px; padding: 8px 14px; background: var(--panel); border-radius: 0 0 8px 8px; z-index: 2; }
.skip:focus { top: 0; }
.mark { width: 16px; height: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }
.explanation { color: var(--soft); max-width: 76ch; margin-top: 4px; }
.badge {
  display: inline-flex; align-items: center; gap: 4px; padding: 1px 9px 1px 6px; border: 1px solid;
  border-radius: 99px; font-size: 12.5px; font-weight: 600; line-height: 20px; white-space: nowrap;
}
.badge .mark { width: 12px; height: 12px; }
.verified { --fill: var(--verified); --edge: var(--verified-line); --text: var(--verified-ink); --strong: var(--verified-strong); }
.refused { --fill: var(--refused); --edge: var(--refused-line); --text: var(--refused-ink); --strong: var(--refused-strong); }
.missing { --fill: var(--missing); --edge: var(--missing-line); --text: var(--missing-ink); --strong: var(--missing-strong); }
.unreachable { --fill: var(--unreachable); --edge: var(--unreachable-line); --text: var(--unreachable-ink); --strong: var(--unreachable-strong); }
.unsigned { --fill: var(--unsigned); --edge: var(--unsigned-line); --text: var(--unsigned-ink); --strong: var(--unsigned-strong); }
.badge, .tile { background: var(--fill); border-color: var(--edge); color: var(--text); }
button, input, select { font: inherit; color: inherit; }
button { cursor: pointer; }
.plain { padding: 5px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
.plain:hover { border-color: var(--soft); }
footer { margin-top: 56px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--soft); font-size: 13px; }
footer code { font-size: 12px; overflow-wrap: anywhere; }
.notes .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(290px, 100%), 1fr)); gap: 12px 40px; margin-top: 14px; }
.notes h3 { margin: 0 0 6px; font-size: 15px; }
.notes p + h3 { margin-top: 18px; }
.notes ul { list-style: disc; padding-left: 18px; }
.notes li, .notes dd, .notes p { color: var(--soft); font-size: 14px; }
.notes li + li { margin-top: 3px; }
.notes dd { margin: 3px 0 10px; }
.notes pre { margin: 0; padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); overflow-x: auto; white-space: pre-wrap; }
`;

const overview = /* css */ `
.masthead { padding-top: clamp(28px, 6vw, 56px); }
.eyebrow { color: var(--soft); font-size: 13px; font-weight: 600; letter-spacing: .04em; }
h1 { margin-top: 2px; font-size: clamp(28px, 5vw, 40px); line-height: 1.15; letter-spacing: -.025em; }
.lead { margin-top: 8px; color: var(--soft); font-size: 17px; max-width: 62ch; }
.state { display: flex; align-items: center; gap: 16px; margin-top: 28px; }
.state p { display: flex; flex-direction: column; }
.state strong { font-size: 22px; line-height: 1.25; letter-spacing: -.01em; }
.state p span { color: var(--soft); }
.seal { display: grid; place-items: center; width: 52px; height: 52px; flex: none; border-radius: 50%; background: var(--strong); color: var(--page); }
.seal .mark { width: 28px; height: 28px; }
.bar { display: block; width: 100%; height: 8px; margin-top: 20px; border-radius: 4px; background: var(--line); }
.bar rect { fill: var(--strong); stroke: var(--page); stroke-width: 1; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 36px; margin-top: 16px; }
.facts dt { color: var(--soft); font-size: 13px; }
.facts dd { font-weight: 600; overflow-wrap: anywhere; }
.exceptions { display: grid; gap: 10px; margin-top: 14px; }
.exceptions li { padding: 12px 16px; border: 1px solid var(--line); border-left: 5px solid var(--strong); border-radius: 8px; background: var(--panel); box-shadow: var(--shadow); }
.exceptions h3 { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; font-size: 15px; overflow-wrap: anywhere; }
.exceptions h3 a { color: inherit; }
.exceptions h3 code { color: var(--soft); font-weight: 400; }
.exceptions p { margin-top: 3px; overflow-wrap: anywhere; }
.exceptions .because { color: var(--soft); }
`;

const filter = /* css */ `
.filter {
  position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: 10px;
  margin-top: 36px; padding: 12px 0; border-bottom: 1px solid var(--line); background: var(--page);
}
.field.query { flex: 1 1 420px; }
.field:not(.query) { flex: 0 1 230px; }
.field input, .field select { width: 100%; height: 36px; padding: 0 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
.field input::placeholder { color: var(--soft); opacity: 1; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; }
.chip {
  display: inline-flex; align-items: center; gap: 5px; height: 36px; padding: 0 12px 0 9px;
  border: 1px solid var(--line); border-radius: 99px; background: var(--panel); font-size: 14px;
}
.chip .mark { width: 14px; height: 14px; color: var(--strong); }
.chip b { font-weight: 600; color: var(--soft); }
.chip:hover:not(:disabled) { border-color: var(--strong); }
.chip[aria-pressed="true"] { background: var(--fill); border-color: var(--edge); color: var(--text); box-shadow: inset 0 0 0 1px var(--edge); }
.chip[aria-pressed="true"] :is(b, .mark) { color: inherit; }
.chip:disabled { cursor: default; opacity: .55; }
.shown { color: var(--soft); font-size: 14px; margin-left: auto; }
.filter .plain { height: 36px; padding: 0 14px; font-size: 14px; }
`;

const matrix = /* css */ `
.matrix { margin-top: 18px; border: 1px solid var(--line); border-radius: 12px; background: var(--panel); box-shadow: var(--shadow); }
.series { display: grid; grid-template-columns: 190px minmax(0, 1fr); gap: 8px 20px; padding: 14px 18px; content-visibility: auto; contain-intrinsic-size: auto 110px; }
.series:not([hidden]) ~ .series { border-top: 1px solid var(--line); }
.series h3 { font-size: 20px; line-height: 1.2; letter-spacing: -.01em; }
.series header p { color: var(--soft); font-size: 13.5px; line-height: 1.35; }
.tiles { display: flex; flex-wrap: wrap; gap: 4px; }
.tiles + .tiles { margin-top: 6px; }
.tile {
  display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 1px;
  min-width: 34px; height: 42px; border: 1px solid var(--edge); border-radius: 7px;
  font-size: 13px; font-weight: 600; line-height: 1.2; text-decoration: none;
}
.tile .mark { width: 13px; height: 13px; }
.tile.verified .mark { color: var(--strong); }
.tile.unsigned { border-style: dashed; font-weight: 400; }
.tile.missing { border-width: 2px; }
.tile.refused { box-shadow: 0 0 0 2px color-mix(in srgb, var(--refused) 35%, transparent); }
.others .tile { flex-direction: row; gap: 3px; min-width: 0; height: 26px; padding: 0 6px; font-size: 12px; font-weight: 500; }
.others .tile .mark { width: 10px; height: 10px; }
.tile:hover { border-color: var(--strong); box-shadow: 0 0 0 1px var(--strong); }
.tile.off { opacity: .16; pointer-events: none; }
.exceptions .off { display: none; }
.nothing { padding: 32px 0; text-align: center; color: var(--soft); }
@media (max-width: 859px) {
  .series { grid-template-columns: minmax(0, 1fr); padding: 14px; }
  .series header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 10px; }
  .series .count { margin-left: auto; }
  .tile { min-width: 38px; height: 44px; }
  .others .tile { height: 30px; padding: 0 8px; }
}
@media (max-width: 599px) {
  .filter { position: static; }
  .chip { height: 34px; }
  .field, .field:not(.query) { flex: 1 1 100%; }
}
`;

/** In the wide layout, equal numbers stand under one another. */
function columnRules(columns: number): string {
  const places = Array.from(
    { length: columns },
    (_, column) => `.finals .column-${column} { grid-column: ${column + 1}; }`,
  );
  return `
@media (min-width: 860px) {
  .finals { display: grid; grid-template-columns: repeat(${columns}, minmax(0, 44px)); }
  .finals .tile { min-width: 0; }
  ${places.join("\n  ")}
}
`;
}

const plot = /* css */ `
.key { white-space: nowrap; }
.key svg { vertical-align: -1px; overflow: visible; }
.plot { display: block; margin-top: 14px; overflow: visible; }
.plot text { font-size: 13px; fill: var(--ink); }
.plot text.year { fill: var(--soft); text-anchor: middle; font-size: 12px; }
.plot text.manager { font-weight: 600; paint-order: stroke; stroke: var(--page); stroke-width: 5px; stroke-linejoin: round; }
.plot line { stroke: var(--line); }
.plot line.year { stroke-dasharray: 2 4; }
circle.final { fill: var(--accent); }
circle.other { fill: var(--page); stroke: var(--accent); stroke-width: 1.6; }
.plot circle:hover { stroke: var(--ink); stroke-width: 2.5; }
.plot .off { opacity: .12; }
details { margin-top: 14px; }
summary { color: var(--accent); cursor: pointer; }
.scrolled { overflow-x: auto; margin-top: 10px; }
table { border-collapse: collapse; font-size: 14px; }
th, td { padding: 4px 14px 4px 0; text-align: right; font-weight: 400; white-space: nowrap; }
thead th { color: var(--soft); }
th:first-child { text-align: left; }
tbody tr { border-top: 1px solid var(--line); }
@media (max-width: 599px) { .plot circle { r: 3.2px; } }
`;

const details = /* css */ `
dialog {
  width: min(720px, 100vw - 32px); max-height: min(860px, 100dvh - 32px); padding: 0; overflow: auto;
  border: 1px solid var(--line); border-radius: 14px; background: var(--panel); color: var(--ink);
  box-shadow: 0 24px 80px rgb(0 0 0 / 35%); overscroll-behavior: contain;
}
dialog::backdrop { background: rgb(10 14 18 / 55%); }
dialog > header { position: sticky; top: 0; display: flex; align-items: center; justify-content: space-between; padding: 14px 22px; border-bottom: 1px solid var(--line); background: var(--panel); }
dialog article { padding: 18px 22px 20px; }
dialog article + article { border-top: 1px solid var(--line); }
dialog h3 { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 6px; font-size: 16px; overflow-wrap: anywhere; }
dialog details { margin-top: 0; }
dialog summary { color: inherit; }
dialog summary h3 { display: inline-flex; width: calc(100% - 22px); vertical-align: middle; }
dialog dl { display: grid; grid-template-columns: 140px minmax(0, 1fr); gap: 5px 16px; margin-top: 12px; font-size: 14px; }
dialog dt { color: var(--soft); }
dialog dd { overflow-wrap: anywhere; }
.digest { user-select: all; font-size: 12.5px; }
.failure { margin-top: 10px; padding: 10px 14px; border-radius: 8px; border-left: 5px solid var(--strong); background: color-mix(in srgb, var(--strong) 10%, var(--panel)); overflow-wrap: anywhere; }
.claims { margin-top: 12px; color: var(--soft); font-style: italic; }
.checks { display: grid; gap: 4px; margin-top: 14px; padding-top: 12px; border-top: 1px dashed var(--line); font-size: 14px; }
.checks li { display: grid; grid-template-columns: 16px minmax(0, 1fr) auto; align-items: start; gap: 10px; }
.checks .mark { margin-top: 3px; width: 15px; height: 15px; color: var(--soft); }
.checks b { font-weight: 500; color: var(--soft); font-size: 13px; }
.checks .passed .mark { color: var(--verified-strong); }
.checks .failed :is(.mark, b, span) { color: var(--refused-strong); font-weight: 600; }
.links { display: flex; gap: 16px; margin-top: 14px; font-size: 14px; }
@media (max-width: 599px) {
  dialog { width: 100vw; max-width: none; max-height: none; height: 100dvh; margin: 0; border: 0; border-radius: 0; }
  dialog > header, dialog article { padding-left: 16px; padding-right: 16px; }
  dialog dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dialog dd { margin-bottom: 8px; }
}
`;
