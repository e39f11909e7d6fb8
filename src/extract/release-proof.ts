import { PyverifyError } from "../base/errors.ts";
import type { SourceTarball } from "../release/source-tarball.ts";
import { printable } from "./archive/archive-failure.ts";
import type { EntryName } from "./archive/entry.ts";
import type { EntrySink } from "./archive/archive-reader.ts";

const versionHeader = "Include/patchlevel.h";

/** `Include/patchlevel.h` has 1,300 bytes; more than this is not looked at. */
const versionHeaderBytes = 64 * 1024;

/**
 * Proves that an archive is the release that was asked for. A release manager signs every file of
 * every release of a series, and neither signature nor bundle names one: without this a mirror
 * could serve an older, vulnerable release under a newer name.
 */
export class ReleaseProof {
  readonly #tarball: SourceTarball;
  readonly #header: Uint8Array[] = [];
  #headerBytes = 0;

  constructor(tarball: SourceTarball) {
    this.#tarball = tarball;
  }

  /**
   * Holds the top folder of an entry against the release's.
   *
   * @throws {PyverifyError} verification/release-mismatch
   */
  checkTopFolder(name: EntryName): void {
    const [top] = name.parts;
    if (top !== this.#tarball.topFolder) {
      throw this.#mismatch(`holds ${printable(top)}`, `"${printable(name.text)}" is in it`);
    }
  }

  /** Looks into the one file that states the version, on its way to where it is written. */
  watch(path: string, sink: EntrySink): EntrySink {
    if (path !== versionHeader) return sink;
    return {
      write: (bytes) => {
        this.#headerBytes += bytes.length;
        if (this.#headerBytes <= versionHeaderBytes) this.#header.push(Uint8Array.from(bytes));
        sink.write(bytes);
      },
      end: () => sink.end(),
    };
  }

  /**
   * Holds what `Include/patchlevel.h` states against the release; to be called when every file has
   * been seen.
   *
   * @throws {PyverifyError} verification/release-mismatch
   */
  conclude(): void {
    if (this.#headerBytes > versionHeaderBytes) {
      throw this.#mismatch("states no version", `its ${versionHeader} is far too large`);
    }
    const text = Buffer.concat(this.#header).toString("latin1");
    const stated = [...text.matchAll(/^[ \t]*#[ \t]*define[ \t]+PY_VERSION[ \t]+(.*)$/gm)];
    const [first] = stated;
    if (first === undefined || stated.length > 1) {
      throw this.#mismatch(
        "states no version",
        `its ${versionHeader} should define PY_VERSION, once`,
      );
    }
    const version = /^"([^"]*)"\s*$/.exec(first[1] ?? "")?.[1] ?? "";
    if (version !== this.#tarball.release.version.text) {
      throw this.#mismatch(
        `is CPython ${printable(version)}`,
        `that is what its ${versionHeader} says`,
      );
    }
  }

  #mismatch(found: string, because: string): PyverifyError<"verification"> {
    return new PyverifyError(
      "verification",
      "release-mismatch",
      `asked for CPython ${this.#tarball.release.version.text}, but the tarball ${found}`,
      {
        because: `it is signed by an accepted signer, but ${because}`,
        hint: "do not use this tarball: one release stands in the place of another",
      },
    );
  }
}
