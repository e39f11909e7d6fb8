import type { PinForm } from "./found-pin.ts";

/** Names that say what kind of file it is, whatever folder it lies in. */
const byName: readonly (readonly [RegExp, PinForm])[] = [
  [/(?:^|\/)pyverify\.lock$/, "pyverify.lock"],
  [/(?:^|\/)(?:\w+\.)?(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$/i, "dockerfile"],
  [/(?:^|\/)PKGBUILD$/, "pkgbuild"],
  [/(?:^|\/)(?:BUILD|WORKSPACE|MODULE)(?:\.bazel)?$|\.bzl$/, "bazel"],
  [/\.nix$/, "nix"],
  [/\.rb$/, "homebrew"],
  [/(?:^|\/)(?:meta|recipe)\.ya?ml$/, "conda"],
  [/(?:^|\/)downloads\.py$/, "python-build-standalone"],
  [/(?:^|\/)(?:SHA256SUMS?|sha256sums?)(?:\.txt)?$|\.sha256$/, "checksums"],
];

/** What can only be one kind of file, whatever its name. */
const byContent: readonly (readonly [RegExp, PinForm])[] = [
  [/^lock-version = 1$/m, "pyverify.lock"],
  [/"checksums"\s{0,10}:\s{0,40}\{\s{0,40}"(?:source|windows)"/, "docker-library"],
  [/^[ \t]{0,8}(?:install_package|install_zip) "[^"\n]{1,80}" "/m, "pyenv"],
  [/^class Python\b[^\n]{0,80}\bPackage\b/m, "spack"],
  [/^sha256sums(?:_\w{1,20})?=\(/m, "pkgbuild"],
  [/^FROM [^\n]{1,200}$/m, "dockerfile"],
  [/\bhttp_archive\(/, "bazel"],
];

/** What kind of file a text is, as far as its name and its content show. */
export function formOf(fileName: string, text: string): PinForm {
  const known = byContent.slice(0, 2).find(([pattern]) => pattern.test(text));
  return (
    known?.[1] ??
    byName.find(([pattern]) => pattern.test(fileName))?.[1] ??
    byContent.find(([pattern]) => pattern.test(text))?.[1] ??
    "text"
  );
}
