/**
 * What python/release-tools' `release.py export` takes out of `git archive`'s files before it packs
 * them. A file that a rule names may be in the tag and not in the tarball. No rule lets the tarball
 * hold anything that the tag does not, but for `Misc/NEWS`, which is compared by itself.
 *
 * @see https://github.com/python/release-tools/blob/main/release.py
 */
export interface ExportRule {
  /** the line of release.py, in short */
  readonly line: string;
  /** what it removes: a path, a folder with a slash at its end, or a pattern of names */
  readonly removes: readonly (string | RegExp)[];
  /** the day from which release.py has it */
  readonly since?: string;
  /** the day on which it was taken out again */
  readonly until?: string;
}

/** The rules, by the order of release.py. Their days are those of its commits. */
export const exportRules: readonly ExportRule[] = [
  {
    line: 'for name in (".gitattributes", ".gitignore"): os.unlink(name)',
    removes: [".gitattributes", ".gitignore"],
  },
  {
    line: 'for name in (".hgignore", …, ".travis.yml"): os.unlink(name)',
    removes: [
      ".hgignore",
      ".hgeol",
      ".hgtags",
      ".hgtouch",
      ".bzrignore",
      ".codecov.yml",
      ".mention-bot",
      ".travis.yml",
      ".hg/",
    ],
    until: "2026-03-10",
  },
  { line: 'run_cmd(["blurb", "export"])', removes: ["Misc/NEWS.d/"] },
  {
    line: 'shutil.rmtree(".azure-pipelines")',
    removes: [".azure-pipelines/"],
    since: "2020-08-11",
  },
  { line: 'shutil.rmtree(".github")', removes: [".github/"] },
  { line: 'shutil.rmtree("Misc/mypy")', removes: ["Misc/mypy/"], since: "2025-04-08" },
  {
    line: 'shutil.rmtree("venv"), "build" and "dist", in Doc',
    removes: ["Doc/venv/", "Doc/build/", "Doc/dist/"],
  },
  {
    line: 'shutil.rmtree("tools/docutils"), "jinja2", "pygments" and "sphinx", in Doc',
    removes: [
      "Doc/tools/docutils/",
      "Doc/tools/jinja2/",
      "Doc/tools/pygments/",
      "Doc/tools/sphinx/",
    ],
    until: "2026-03-10",
  },
  {
    line: "find . -name __pycache__ and *.py[co], rm",
    removes: [/(?:^|\/)__pycache__\//, /\.py[co]$/],
  },
];

/**
 * The rule that takes a file of the tag out of the tarball.
 *
 * @param day on which the tarball was signed, `YYYY-MM-DD`: it was packed then, or not long before
 */
export function ruleFor(path: string, day: string): ExportRule | undefined {
  return exportRules.find(
    ({ removes, since = "0", until = "9" }) =>
      since <= day && day <= until && removes.some((what) => isRemoved(path, what)),
  );
}

function isRemoved(path: string, what: string | RegExp): boolean {
  if (what instanceof RegExp) return what.test(path);
  return what.endsWith("/") ? path.startsWith(what) : path === what;
}
