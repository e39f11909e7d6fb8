/**
 * `Misc/NEWS` is not in a tag: blurb makes it out of `Misc/NEWS.d` when the tarball is packed. Both
 * are compared word by word, in order, with all headings: blurb breaks lines anew, and white space
 * is the one thing in which it may differ. What is not checked is therefore where lines are broken
 * and how far they are indented.
 *
 * @see https://github.com/python/blurb
 */
export const newsPath = "Misc/NEWS";
export const newsFolder = "Misc/NEWS.d/";

/** One paragraph of the news. */
interface Entry {
  readonly metadata: ReadonlyMap<string, string>;
  readonly body: string;
}

/**
 * Compares the news of a tarball with the files that it has to be made of.
 *
 * @param news the text of `Misc/NEWS`
 * @param sources the texts below `Misc/NEWS.d/`, by their names there
 * @returns what is different, in a sentence; undefined if nothing is
 */
export function newsDifference(
  news: string,
  sources: ReadonlyMap<string, string>,
): string | undefined {
  const unreleased = [...sources.keys()].find((name) => /^next\/.*(?<!\/README)\.rst$/.test(name));
  if (unreleased !== undefined) {
    return `${newsFolder}${unreleased} belongs to no release, so that its place in the news is unknown`;
  }
  let expected: string[];
  try {
    expected = wordsOf(renderNews(sources));
  } catch (error) {
    if (!(error instanceof MalformedBlurb)) throw error;
    return error.message;
  }
  const found = wordsOf(news);
  const index = expected.findIndex((word, place) => word !== found[place]);
  if (index === -1 && found.length === expected.length) return undefined;
  const place = index === -1 ? expected.length : index;
  return `from word ${place + 1} on it has "${excerpt(found, place)}", and ${newsFolder} "${excerpt(expected, place)}"`;
}

class MalformedBlurb extends Error {
  override readonly name = "MalformedBlurb";
}

/** The news as blurb writes them, but for the breaks of lines. */
function renderNews(sources: ReadonlyMap<string, string>): string {
  const versions = [...sources.keys()]
    .flatMap((name) => /^([23]\..*)\.rst$/.exec(name)?.[1] ?? [])
    .toSorted((a, b) => (sortKey(a) < sortKey(b) ? 1 : -1));
  const parts = ["+++++++++++\nPython News\n+++++++++++"];
  for (const version of versions) {
    const name = `${version}.rst`;
    parts.push(...versionNews(version, parseBlurbs(sources.get(name) ?? "", name)));
  }
  parts.push("**(For information about older versions, consult the HISTORY file.)**");
  return parts.join("\n");
}

function versionNews(version: string, entries: readonly Entry[]): string[] {
  const heading = `What's New in Python ${printed(version)}?`;
  const [first] = entries;
  const parts = [
    heading,
    "=".repeat(heading.length),
    `*Release date: ${first?.metadata.get("release date") ?? ""}*`,
  ];
  if (first?.metadata.has("no changes")) return [...parts, first.body];
  let section: string | undefined;
  for (const { metadata, body } of entries) {
    const own = metadata.get("section") ?? "";
    if (own !== section) parts.push(own, "-".repeat(own.length));
    section = own;
    parts.push(`- ${issueOf(metadata)}${body}`);
  }
  return parts;
}

function issueOf(metadata: ReadonlyMap<string, string>): string {
  const [kind, number] = metadata.has("gh-issue")
    ? ["gh", metadata.get("gh-issue")]
    : ["bpo", metadata.get("bpo")];
  return number === undefined || Number(number) === 0 ? "" : `${kind}-${number}: `;
}

/** The entries of a file: lines of metadata, the text, and a line with two dots before the next. */
function parseBlurbs(text: string, name: string): Entry[] {
  const entries: Entry[] = [];
  let metadata = new Map<string, string>();
  let body: string[] = [];
  const finish = (): void => {
    if (body.length === 0)
      throw new MalformedBlurb(`${newsFolder}${name} has an entry without text`);
    entries.push({ metadata, body: body.join("\n") });
    metadata = new Map();
    body = [];
  };
  for (const line of text.split("\n").map((raw) => raw.trimEnd())) {
    if (body.length > 0) {
      if (line === "..") finish();
      else body.push(line);
    } else if (line.startsWith("..")) {
      const [, key, value] = /^\.\.\s*([^:]*?)\s*:(.*)$/.exec(line) ?? [];
      if (key === undefined)
        throw new MalformedBlurb(`${newsFolder}${name} has metadata of no form`);
      metadata.set(key.toLowerCase(), (value ?? "").trim());
    } else if (line !== "" && !line.startsWith("#")) body.push(line);
  }
  finish();
  return entries;
}

/** `3.14.0a1` as the news name it. */
function printed(version: string): string {
  for (const [short, long] of [
    ["a", "alpha"],
    ["b", "beta"],
    ["rc", "release candidate"],
  ] as const) {
    if (version.includes(short)) return version.replaceAll(short, ` ${long} `);
  }
  return `${version} final`;
}

/** Text that sorts as the versions do: 3.5.0a1, 3.5.0b1, 3.5.0rc1, 3.5.0. */
function sortKey(version: string): string {
  const fields = version.split(".");
  const [, micro = "", stage = "zz", number = "0"] =
    /^(.*?)(?:(a|b|rc)(.*))?$/.exec(fields.pop() ?? "") ?? [];
  fields.push(micro);
  while (fields.length < 3) fields.push("0");
  return [...fields, stage, number].map((field) => field.padStart(6, "0")).join(".");
}

function wordsOf(text: string): string[] {
  return text.split(/[\t\n\v\f\r ]+/).filter((word) => word !== "");
}

function excerpt(words: readonly string[], start: number): string {
  return start >= words.length ? "nothing more" : words.slice(start, start + 6).join(" ");
}
