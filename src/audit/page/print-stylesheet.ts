/** The page on paper: no controls, no half-empty pages, and every digest. */
export const printed = /* css */ `
.digests { display: none; }
@media print {
  :root { --page: #fff; --panel: #fff; --shadow: none; color-scheme: light; }
  @page { margin: 12mm; }
  body { padding: 0; max-width: none; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main > section, footer { margin-top: 18px; }
  .masthead { padding-top: 0; }
  h1 { font-size: 22pt; }
  h2, h3, .explanation { break-after: avoid; break-inside: avoid; }
  .notes .columns { grid-template-columns: 3fr 4fr 4fr; gap: 6px 18px; margin-top: 6px; }
  .notes :is(li, dd, p) { font-size: 8.5pt; line-height: 1.35; }
  .notes dd { margin-bottom: 5px; }
  .state { margin-top: 12px; }
  .filter, .skip, summary { display: none !important; }
  .matrix { border: 0; margin-top: 6px; }
  .series { grid-template-columns: 150px minmax(0, 1fr); padding: 6px 0; break-inside: avoid; }
  .series header { display: block; }
  .tile { min-width: 0; width: 24px; height: 30px; font-size: 9px; }
  .others .tile { width: auto; height: 18px; padding: 0 4px; font-size: 8px; }
  .tile.off, .plot .off { opacity: 1; pointer-events: auto; }
  .matrix[hidden] { display: block !important; }
  .series[hidden] { display: grid !important; }
  .nothing { display: none; }
  .finals { display: flex; }
  .plot, .exceptions li, .notes .columns > div, tr { break-inside: avoid; }
  .digests { display: block; }
  .digests table { width: 100%; table-layout: fixed; font-size: 7pt; }
  .digests th:nth-child(1) { width: 27%; }
  .digests th:nth-child(2) { width: 8%; }
  .digests th:nth-child(4) { width: 14%; }
  .digests th:nth-child(5) { width: 10%; }
  .digests thead { display: table-header-group; }
  .digests :is(th, td) { padding: 1px 8px 1px 0; text-align: left; }
  .digests code { font-size: 6.5pt; }
  .notes a, footer a { color: inherit; }
}
`;
