import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { newsTakenApart } from "./news-taken-apart.ts";
import { realTarballs } from "./real-tarballs.ts";
import { commitFiles, tagFiles, type TagFiles } from "./tagged-checkout.ts";

const run = promisify(execFile);

/**
 * Makes a repository that `release.py export` would make the real tarball of: real tags cannot be
 * had here, and its rules can be taken backwards.
 *
 * @returns the commit
 */
export async function repositoryOf(version: string, folder: string): Promise<string> {
  await mkdir(folder);
  const tarball = join(realTarballs, version, `Python-${version}.tar.xz`);
  await run("tar", ["--extract", "--file", tarball, "--strip-components=1", "-C", folder]);
  const news = readFileSync(join(folder, "Misc/NEWS"), "utf8");
  rmSync(join(folder, "Misc/NEWS"));
  const taken: TagFiles = Object.fromEntries(
    Object.entries(newsTakenApart(news)).map(([name, content]) => [
      `Misc/NEWS.d/${name}`,
      { content },
    ]),
  );
  const { ".github/workflows/ci.yml": workflow = {}, "Misc/mypy/token.py": link = {} } = tagFiles;
  return commitFiles(folder, {
    ...taken,
    ".gitattributes": { content: attributes },
    ".gitignore": { content: "*.o\n" },
    ".github/workflows/ci.yml": workflow,
    ...(version === "3.11.2" ? {} : { "Misc/mypy/token.py": link }),
  });
}

const attributes = `[attr]dos text eol=crlf
*.png binary
*.whl binary
*.bat dos
*.proj dos
*.props dos
*.ps1 dos
*.sln dos
*.vcxproj* dos
PC/readme.txt dos
PCbuild/readme.txt dos
`;
