import { limitExceeded, malformed } from "./archive-failure.ts";
import { limits } from "../limits.ts";
import { type PaxRecords, parsePaxRecords } from "./pax-records.ts";
import { blockBytes, isZeroBlock, parseTarHeader, type TarHeader } from "./tar-header.ts";

/** One entry of an archive, with the long names before it applied; nothing about it is judged yet. */
export interface ArchiveEntry {
  readonly name: Uint8Array;
  readonly linkTarget: Uint8Array;
  readonly typeFlag: string;
  readonly size: number;
  readonly mode: number;
  readonly modified: number;
}

/**
 * Follows an archive's blocks and refuses whatever two tar programs could read in two ways:
 * CVE-2025-62518 is what comes of one that trusts the header and one that trusts the pax record.
 * Guards that the archive is whole: a header that stands for everything, an end marker, and nothing
 * after it.
 */
export class TarFraming {
  readonly #judge: (entry: ArchiveEntry) => void;
  #block = new Uint8Array(blockBytes);
  #blockFilled = 0;
  /** bytes of the current entry that are still to come, padding included */
  #bodyLeft = 0;
  #extension: { readonly header: TarHeader; readonly body: Uint8Array; filled: number } | undefined;
  #pax: PaxRecords | undefined;
  #longName: Uint8Array | undefined;
  #longTarget: Uint8Array | undefined;
  #zeroBlocks = 0;
  #entryCount = 0;

  /** @param judge called with each entry as soon as its header is complete; may throw */
  constructor(judge: (entry: ArchiveEntry) => void) {
    this.#judge = judge;
  }

  /**
   * Takes the next bytes of the archive.
   *
   * @throws {PyverifyError} archive/archive-malformed, archive/limit-exceeded, and what `judge` throws
   */
  push(bytes: Uint8Array): void {
    for (let offset = 0; offset < bytes.length;) {
      if (this.#bodyLeft > 0) {
        const length = Math.min(this.#bodyLeft, bytes.length - offset);
        this.#takeBody(bytes.subarray(offset, offset + length));
        offset += length;
      } else if (this.#blockFilled === 0 && bytes.length - offset >= blockBytes) {
        this.#takeBlock(bytes.subarray(offset, offset + blockBytes));
        offset += blockBytes;
      } else {
        const length = Math.min(blockBytes - this.#blockFilled, bytes.length - offset);
        this.#block.set(bytes.subarray(offset, offset + length), this.#blockFilled);
        this.#blockFilled += length;
        offset += length;
        if (this.#blockFilled === blockBytes) {
          this.#blockFilled = 0;
          this.#takeBlock(this.#block);
        }
      }
    }
  }

  /**
   * Says that the archive's bytes end here.
   *
   * @throws {PyverifyError} archive/archive-malformed
   */
  end(): void {
    if (this.#bodyLeft > 0 || this.#blockFilled > 0) throw malformed("it ends within an entry");
    if (this.#zeroBlocks < 2) throw malformed("it has no end marker, so something may be missing");
    if (this.#entryCount === 0) throw malformed("it is empty");
  }

  #takeBody(bytes: Uint8Array): void {
    this.#bodyLeft -= bytes.length;
    const extension = this.#extension;
    if (extension === undefined) return;
    const wanted = bytes.subarray(0, extension.body.length - extension.filled);
    extension.body.set(wanted, extension.filled);
    extension.filled += wanted.length;
    if (this.#bodyLeft === 0) this.#applyExtension(extension.header, extension.body);
  }

  #takeBlock(block: Uint8Array): void {
    if (isZeroBlock(block)) {
      if (this.#hasExtension()) throw malformed("it ends after a long name");
      this.#zeroBlocks += 1;
      return;
    }
    if (this.#zeroBlocks > 0) throw malformed("something follows its end marker");
    const header = parseTarHeader(block);
    this.#entryCount += 1;
    if (this.#entryCount > limits.entries) {
      throw limitExceeded(`it has more than ${limits.entries} entries`);
    }
    if ("xgLK".includes(header.typeFlag)) this.#startExtension(header);
    else this.#addEntry(header);
  }

  #startExtension(header: TarHeader): void {
    if (header.size > limits.extensionBytes) {
      throw limitExceeded(`a long name has more than ${limits.extensionBytes} bytes`);
    }
    if (header.size === 0) throw malformed("a long name is empty");
    this.#extension = { header, body: new Uint8Array(header.size), filled: 0 };
    this.#bodyLeft = padded(header.size);
  }

  #applyExtension({ typeFlag }: TarHeader, body: Uint8Array): void {
    this.#extension = undefined;
    if (typeFlag === "g") return checkGlobalHeader(body);
    if (typeFlag === "x") {
      if (this.#hasExtension()) throw malformed("an entry has two extended headers");
      this.#pax = parsePaxRecords(body);
      return;
    }
    const name = untilNul(body);
    if (this.#pax !== undefined) throw malformed("an entry has a pax header and a GNU long name");
    if (typeFlag === "L") {
      if (this.#longName !== undefined) throw malformed("an entry has two long names");
      this.#longName = name;
    } else {
      if (this.#longTarget !== undefined) throw malformed("an entry has two long link targets");
      this.#longTarget = name;
    }
  }

  #addEntry(header: TarHeader): void {
    if (this.#pax?.size !== undefined && this.#pax.size !== header.size) {
      throw malformed("a pax record and its header give an entry two sizes");
    }
    this.#judge({
      name: this.#pax?.path ?? this.#longName ?? header.name,
      linkTarget: this.#pax?.linkpath ?? this.#longTarget ?? header.linkTarget,
      typeFlag: header.typeFlag,
      size: header.size,
      mode: header.mode,
      modified: this.#pax?.mtime ?? header.modified,
    });
    this.#pax = undefined;
    this.#longName = undefined;
    this.#longTarget = undefined;
    this.#bodyLeft = padded(header.size);
  }

  #hasExtension(): boolean {
    return (
      this.#pax !== undefined || this.#longName !== undefined || this.#longTarget !== undefined
    );
  }
}

// `git archive` writes its commit as a comment; anything else would change every later entry.
function checkGlobalHeader(body: Uint8Array): void {
  const records = parsePaxRecords(body);
  if (Object.keys(records).length > 0) throw malformed("a global pax header changes its entries");
}

function untilNul(body: Uint8Array): Uint8Array {
  const end = body.indexOf(0);
  if (end === -1) return body;
  if (!isZeroBlock(body.subarray(end))) throw malformed("a long name contains a NUL");
  if (end === 0) throw malformed("a long name is empty");
  return body.subarray(0, end);
}

function padded(size: number): number {
  return Math.ceil(size / blockBytes) * blockBytes;
}
