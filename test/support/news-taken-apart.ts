/**
 * Takes a real `Misc/NEWS` apart into the files that blurb made it of, by its rules backwards: real
 * tags cannot be had here.
 *
 * @returns texts by their names below `Misc/NEWS.d/`
 */
export function newsTakenApart(news: string): Record<string, string> {
  const [, ...parts] = news
    .replace(/\*\*\(For information about older versions[^*]*\*\*\s*$/, "")
    .split(/^What's New in Python (.*)\?\n=+\n/m);
  const files: Record<string, string> = {};
  for (let index = 0; index < parts.length; index += 2) {
    const version = (parts[index] ?? "")
      .replace(/ final$/, "")
      .replace(" alpha ", "a")
      .replace(" beta ", "b")
      .replace(" release candidate ", "rc");
    files[`${version}.rst`] = versionTakenApart(parts[index + 1] ?? "");
  }
  return files;
}

function versionTakenApart(text: string): string {
  const [, date = "", rest = ""] = /\*Release date: (.*)\*\n([\s\S]*)$/.exec(text) ?? [];
  const [before = "", ...sections] = rest.split(/^(\S.*)\n-+\n\n/m);
  if (sections.length === 0) {
    return `.. bpo: 0\n.. no changes: True\n.. release date: ${date}\n.. section: Library\n\n${before.trim()}\n`;
  }
  const entries: string[] = [];
  for (let index = 0; index < sections.length; index += 2) {
    const [, ...bodies] = (sections[index + 1] ?? "").split(/^- /m);
    for (const body of bodies)
      entries.push(entry(sections[index] ?? "", body.replaceAll(/^ {2}/gm, "")));
  }
  return `.. release date: ${date}\n${entries.join("\n..\n\n")}`;
}

function entry(section: string, text: string): string {
  const [whole = "", kind = "gh", number = "0"] = /^(gh|bpo)-(\d+): /.exec(text) ?? [];
  const key = kind === "gh" ? "gh-issue" : "bpo";
  return `.. ${key}: ${number}\n.. section: ${section}\n\n${text.slice(whole.length).trimEnd()}\n`;
}
