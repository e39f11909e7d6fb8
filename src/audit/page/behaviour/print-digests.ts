/// <reference lib="dom" />

/**
 * Puts the list of every digest into the page while it is printed: thousands of rows that nobody sees
 * would make all else slow. They stand in a `noscript`, which is text here, and the list itself where
 * there is no JavaScript. Runs in the browser: the page holds its source text.
 */
export function printDigests(): void {
  const kept = document.querySelector("#digests");
  const place = document.querySelector("#printed");
  if (kept === null || place === null) return;
  const show = (): void => {
    if (place.childElementCount === 0) place.innerHTML = kept.textContent ?? "";
  };
  const hide = (): void => place.replaceChildren();
  addEventListener("beforeprint", show);
  addEventListener("afterprint", hide);
  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? show() : hide()));
}
