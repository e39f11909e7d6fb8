/**
 * `node scripts/pin-examples.mjs IMAGE_DIGEST STANDALONE_DIGEST DEBUG_DIGEST` puts the digests of a release into
 * the examples, behind the tags that they name. An engine goes by the digest alone: the tag stays
 * for people, and for what keeps the digest current.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** @typedef {{ readonly image: string, readonly standalone: string, readonly debug: string }} Digests */

/** Where an example names an image to use, and not one to build, which can have no digest. */
const reference =
  /(?<!(?:-t|--tag) )\bghcr\.io\/pyverify\/pyverify:(1|standalone|debug)(?![\w.-])(?:@sha256:[0-9a-f]{64})?(?!@)/g;

/**
 * @param {string} text
 * @param {Digests} digests
 */
export function pinImages(text, digests) {
  return text.replaceAll(reference, (_all, /** @type {string} */ tag) => {
    const digest = tag === "standalone" || tag === "debug" ? digests[tag] : digests.image;
    return `ghcr.io/pyverify/pyverify:${tag}@${digest}`;
  });
}

/**
 * @param {string} folder
 * @param {Digests} digests
 * @returns {string[]} the files that were changed
 */
export function pinExamples(folder, digests) {
  for (const digest of Object.values(digests)) {
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`${digest} is no digest`);
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => {
    const text = readFileSync(file, "utf8");
    const pinned = pinImages(text, digests);
    if (pinned !== text) writeFileSync(file, pinned);
    return pinned !== text;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, script, image = "", standalone = "", debug = ""] = process.argv;
  const examples = join(dirname(script ?? ""), "../examples");
  for (const file of pinExamples(examples, { image, standalone, debug })) console.log(file);
}
