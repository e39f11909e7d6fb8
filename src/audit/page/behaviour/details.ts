/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

import type { PageArtifact } from "../page-data.ts";
import type { ReportedArtifact } from "../../report/report.ts";
import type { SourceDescription } from "../../../source/release-source.ts";

/** What the page holds for programs. */
interface Data {
  readonly artifacts: readonly PageArtifact[];
  readonly checks: readonly NonNullable<ReportedArtifact["checks"]>[];
  readonly source: SourceDescription;
  readonly checkNames: Readonly<Record<string, string>>;
}

/**
 * Opens what is known about the release that the address names after its `#`. Runs in the browser:
 * the page holds its source text, so that it can use nothing from outside of itself.
 */
export function showDetails(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#detail");
  const text = document.querySelector("#data")?.textContent;
  if (dialog === null || text === undefined || text === null) return;
  let parsed: Data | undefined;
  /** Read when it is first needed: thousands of files take their time. */
  const read = (): Data => {
    const data: Data = parsed ?? JSON.parse(text);
    parsed = data;
    return data;
  };

  const openAtMost = 2;
  // No version has a character that is percent-encoded, and a bare % would be an error to decode.
  const named = (): string => location.hash.slice(1);
  const follow = (): void => {
    const version = named();
    // An address without a release, or with the filters alone, is the page itself.
    const artifacts = /^\d/.test(version)
      ? read().artifacts.filter((artifact) => artifact.version === version)
      : [];
    if (artifacts.length === 0) {
      if (dialog.open) dialog.close();
      return;
    }
    dialog.replaceChildren(
      element("header", {}, [
        element("h2", { id: "detail-heading" }, [`CPython ${version}`]),
        closeButton(),
      ]),
      ...artifacts.map((artifact) => article(artifact, artifacts.length <= openAtMost)),
    );
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  };

  /** Of many files the verified ones are opened by whoever wants to know more of one. */
  function article(artifact: PageArtifact, isOpen: boolean): HTMLElement {
    const { file, verdict, failure, signature, claimed, checks: index } = artifact;
    const checks = index === undefined ? undefined : read().checks[index];
    const facts = signature ?? claimed;
    const open: Record<string, string> = isOpen || verdict !== "verified" ? { open: "" } : {};
    const content = element("details", open, [
      element("summary", {}, [element("h3", {}, [element("span", {}, [file]), badge(verdict)])]),
      failure &&
        element("div", { class: `failure ${verdict}` }, [
          element("p", {}, [element("code", {}, [failure.code]), ` ${failure.message}`]),
          failure.because === undefined ? undefined : element("p", {}, [failure.because]),
        ]),
      claimed &&
        element("p", { class: "claims" }, [
          "What the bundle says of itself; none of it is proven:",
        ]),
      facts && factList(facts),
      checks && checkList(checks),
      links(artifact),
    ]);
    return element("article", {}, [content]);
  }

  function factList(facts: NonNullable<ReportedArtifact["claimed"]>): HTMLElement {
    const rows: (readonly [string, Node | string | undefined])[] = [
      ["Signer", facts.releaseManager],
      ["Identity", facts.identity],
      ["Vouched for by", facts.issuer],
      [
        "Signed at",
        facts.signedAt && element("time", { datetime: facts.signedAt }, [inWords(facts.signedAt)]),
      ],
      ...facts.transparencyLog.map(({ logIndex, url }): [string, Node] => [
        "Log entry",
        url === undefined
          ? element("span", {}, [String(logIndex)])
          : element("a", { href: url, rel: "noreferrer", target: "_blank" }, [String(logIndex)]),
      ]),
      ["Signed SHA-256", facts.sha256 && element("code", { class: "digest" }, [facts.sha256])],
      [
        "Certificate",
        facts.certificateSerial && element("code", { class: "digest" }, [facts.certificateSerial]),
      ],
      ["Bundle's SHA-256", element("code", { class: "digest" }, [facts.bundle.sha256])],
      ["Bundle's type", facts.bundle.mediaType],
    ];
    return element(
      "dl",
      {},
      rows.flatMap(([term, description]) =>
        description === undefined || description === ""
          ? []
          : [element("dt", {}, [term]), element("dd", {}, [description])],
      ),
    );
  }

  function checkList(checks: NonNullable<ReportedArtifact["checks"]>): HTMLElement {
    const marks = {
      passed: "verified",
      failed: "refused",
      undecided: "missing",
      "not-done": "unsigned",
    };
    const words = {
      passed: "passed",
      failed: "failed",
      undecided: "not decided",
      "not-done": "not done",
    };
    return element(
      "ul",
      { class: "checks", "aria-label": "Checks" },
      Object.entries(checks).map(([name, outcome]) =>
        element("li", { class: outcome }, [
          mark(marks[outcome]),
          element("span", {}, [read().checkNames[name] ?? name]),
          element("b", {}, [words[outcome]]),
        ]),
      ),
    );
  }

  function links({ file, version, verdict }: PageArtifact): HTMLElement | undefined {
    const { source } = read();
    if (source.type !== "mirror") return undefined;
    const url = `${source.url}${version.replace(/(a|b|rc)\d+$/, "")}/${file}`;
    const hasBundle = verdict === "verified" || verdict === "refused";
    return element("p", { class: "links" }, [
      element("a", { href: url, rel: "noreferrer" }, ["file"]),
      hasBundle
        ? element("a", { href: `${url}.sigstore`, rel: "noreferrer" }, ["bundle"])
        : undefined,
    ]);
  }

  function closeButton(): HTMLElement {
    const button = element("button", { type: "button", class: "plain", autofocus: "" }, ["Close"]);
    button.addEventListener("click", () => dialog?.close());
    return button;
  }

  function badge(verdict: string): HTMLElement {
    return element("span", { class: `badge ${verdict}` }, [mark(verdict), verdict]);
  }

  function mark(verdict: string): SVGElement {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "mark");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#mark-${verdict}`);
    svg.append(use);
    return svg;
  }

  function element(
    name: string,
    attributes: Readonly<Record<string, string>>,
    children: readonly (Node | string | undefined)[],
  ): HTMLElement {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children.filter((child) => child !== undefined));
    return made;
  }

  function inWords(time: string): string {
    return time.replace("T", " ").replace("Z", " UTC");
  }

  dialog.addEventListener("close", () => {
    const version = named();
    // Without a step in the history: going back leads to what was there before the page.
    const filters = document.body.dataset["filters"] ?? "";
    history.replaceState(null, "", location.pathname + location.search + filters);
    for (const tile of document.querySelectorAll<HTMLElement>(".tile")) {
      if (tile.dataset["release"] === version) tile.focus();
    }
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  addEventListener("hashchange", follow);
  follow();
}
