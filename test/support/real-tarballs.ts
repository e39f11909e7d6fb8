import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Real releases with their tarballs, which are too large to be part of the project: a folder with
 * `ftp/python/3.14.0/Python-3.14.0.tar.xz` and so on, laid out as on python.org.
 * `PYVERIFY_REAL_DATA` names it; it lies beside the project otherwise.
 */
export const realData = resolve(
  process.env["PYVERIFY_REAL_DATA"] ?? join(import.meta.dirname, "../../../shared/real"),
);

/** A stand-in of https://www.python.org/ftp/python/ for `serveMirror`. */
export const realTarballs = join(realData, "ftp/python");

/** For `describe.runIf`: what needs real tarballs is skipped, and the run's last line says so. */
export const realTarballsAreThere = existsSync(realTarballs);
