/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/**
 * Runs in the browser: the texts that stand out too little from what is behind them, by the formula
 * and the threshold of https://www.w3.org/TR/WCAG22/#contrast-minimum.
 */
export function contrastProblems(): string[] {
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (pen === null) return ["the browser cannot draw"];

  /** Paints colours over one another, from the back, and looks at the result. */
  const mixed = (colours: readonly string[]): number[] => {
    pen.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    return Array.from(pen.getImageData(0, 0, 1, 1).data).slice(0, 3);
  };
  const luminance = (colour: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
      const part = channel / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element: Element | null): string[] =>
    element === null
      ? []
      : [...behind(element.parentElement), getComputedStyle(element).backgroundColor];
  const ownText = (element: Element): string =>
    [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent?.trim() ?? "")
      .join("");

  const scope = document.querySelector("dialog[open]") ?? document.body;
  return (
    [...scope.querySelectorAll<HTMLElement>("*:not(svg *)")]
      .filter((element) => ownText(element) !== "" && element.checkVisibility())
      // What cannot be used is exempt, and so is what is not shown to anybody.
      .filter(
        (element) =>
          element.closest(":disabled, dialog:not([open]), script, style, .hidden, .skip") === null,
      )
      .flatMap((element) => {
        const background = behind(element);
        const { color } = getComputedStyle(element);
        const [lighter = 0, darker = 0] = [
          luminance(mixed(background)),
          luminance(mixed([...background, color])),
        ].toSorted((a, b) => b - a);
        const ratio = (lighter + 0.05) / (darker + 0.05);
        return ratio >= 4.5 ? [] : [`${ratio.toFixed(2)}: ${ownText(element).slice(0, 40)}`];
      })
  );
}
