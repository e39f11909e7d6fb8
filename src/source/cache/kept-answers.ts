import { createHash } from "node:crypto";
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { stat, utimes } from "node:fs/promises";
import { basename, join } from "node:path";
import { messageOf } from "../../base/error-message.ts";
import type { StageContext } from "../../base/progress.ts";
import { redactUrl } from "../../base/redact-url.ts";
import { readBounded } from "../../files/bounded-read.ts";
import { hashed } from "../../files/hashed-bytes.ts";
import { type HeldFolder, holdFolder, makeHeldFolder } from "../../files/held-folder.ts";
import { replaceFile } from "../../files/replace-file.ts";
import { isWorkName } from "../../files/work-folder.ts";
import {
  type FoundAnswer,
  formatAnswerHeader,
  maxHeaderBytes,
  parseAnswerHeader,
} from "./answer-header.ts";

/*
 * A folder that many builds share, and that nobody has to trust: what comes out of it is as
 * unverified as what comes from the network, and `verify/` follows either way.
 *
 * One file holds what one URL was answered with. It is written aside and renamed: a reader sees all
 * of it or nothing, and the last of several writers wins. A link that lies there is never followed.
 * A file's modification time is when the server was last asked about it.
 */

export interface KeptAnswer {
  readonly answer: FoundAnswer;
  /** milliseconds since 1970 */
  readonly askedAt: number;
}

const subfolder = "answers";
/** Milliseconds after which a half-written file belongs to nobody any more. */
const abandonedAfter = 60 * 60 * 1000;

/** The answers that are kept in a folder. */
export class KeptAnswers {
  readonly #folder: string;
  #isOfUse = true;

  /** @param folder it is made when first needed */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether something is kept of a URL, whatever it is worth. */
  has(url: string): boolean {
    try {
      return lstatSync(join(this.#folder, subfolder, nameOf(url))).isFile();
    } catch {
      return false;
    }
  }

  /**
   * Looks an answer up. Whatever is wrong with a file, or with the folder, makes it a miss.
   *
   * @throws the signal's reason
   */
  async read(
    url: string,
    maxBytes: number,
    { observe, signal }: StageContext,
  ): Promise<KeptAnswer | undefined> {
    const name = nameOf(url);
    let held: HeldFolder | undefined;
    try {
      held = holdFolder(this.#folder, subfolder);
      const file = join(held.path, name);
      const content = await readBounded(file, maxHeaderBytes + maxBytes, signal, {
        refuseLink: true,
      });
      if (content === undefined) return undefined;
      const { mtimeMs } = await stat(file);
      const header = parseAnswerHeader(content);
      const body = hashed(content.subarray(header?.length ?? 0));
      if (header?.sha256 === body.sha256 && body.bytes.length <= maxBytes) {
        return { answer: { found: true, body, ...header.facts }, askedAt: mtimeMs };
      }
      observe({ type: "detail", message: `cache: ${name} is damaged` });
    } catch (error) {
      signal.throwIfAborted();
      observe({ type: "detail", message: `cache: ${name} is of no use: ${messageOf(error)}` });
    } finally {
      held?.close();
    }
    return undefined;
  }

  /**
   * Keeps an answer for later runs; to be called once it is verified. A folder that cannot be
   * written to is worth one warning, never a failure.
   *
   * @throws the signal's reason
   */
  async write(url: string, answer: FoundAnswer, context: StageContext): Promise<void> {
    const header = formatAnswerHeader(answer);
    if (!this.#isOfUse || header === undefined) return;
    let held: HeldFolder | undefined;
    try {
      held = makeHeldFolder(this.#folder, subfolder);
      removeAbandoned(held.path);
      const file = join(held.path, nameOf(url));
      await replaceFile(file, [header, answer.body.bytes], { signal: context.signal });
    } catch (error) {
      context.signal.throwIfAborted();
      this.#isOfUse = false;
      const place = join(this.#folder, subfolder);
      const reason = messageOf(error).replaceAll(held?.path ?? place, place);
      const message = `the cache is of no use: cannot write to ${place}: ${reason}`;
      context.observe({ type: "warning", message });
    } finally {
      held?.close();
    }
  }

  /** Notes that the server was asked about an answer just now, and that it is still the same. */
  async touch(url: string): Promise<void> {
    let held: HeldFolder | undefined;
    try {
      held = holdFolder(this.#folder, subfolder);
      const file = join(held.path, nameOf(url));
      if (!lstatSync(file).isFile()) return;
      const now = new Date();
      await utimes(file, now, now);
    } catch {
      // It only means that the server is asked once more.
    } finally {
      held?.close();
    }
  }
}

/** Removes what builds that were killed left half-written, where no lock tells that: other users'. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder).filter(isWorkName)) {
    const file = join(folder, name);
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > abandonedAfter) {
      rmSync(file, { recursive: true, force: true });
    }
  }
}

/** Readable for a person who looks into the folder, and different for every URL. */
function nameOf(url: string): string {
  const key = createHash("sha256").update(redactUrl(url)).digest("hex").slice(0, 32);
  const name = basename(new URL(url).pathname).replaceAll(/[^A-Za-z0-9._-]/g, "_");
  return `${name.slice(0, 80)}-${key}`;
}
