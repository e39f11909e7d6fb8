import { sha256 } from "./key.ts";

/** A Merkle tree as transparency logs keep it (RFC 6962, section 2.1). */
export interface MerkleTree {
  readonly size: number;
  /** Adds an entry and gives its index. */
  append(entry: Buffer): number;
  root(): Buffer;
  /** The hashes from an entry's neighbour up to the root's child. */
  inclusionProof(index: number): readonly Buffer[];
}

export function createMerkleTree(): MerkleTree {
  const leaves: Buffer[] = [];
  return {
    get size() {
      return leaves.length;
    },
    append: (entry) => leaves.push(sha256(Buffer.of(0), entry)) - 1,
    root: () => hashOf(leaves),
    inclusionProof: (index) => pathTo(index, leaves),
  };
}

function hashOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return only;
  const [left, right] = halves(leaves);
  return sha256(Buffer.of(1), hashOf(left), hashOf(right));
}

function pathTo(index: number, leaves: readonly Buffer[]): readonly Buffer[] {
  if (leaves.length <= 1) return [];
  const [left, right] = halves(leaves);
  return index < left.length
    ? [...pathTo(index, left), hashOf(right)]
    : [...pathTo(index - left.length, right), hashOf(left)];
}

/** The left half is the largest power of two that leaves something for the right one. */
function halves(leaves: readonly Buffer[]): readonly [readonly Buffer[], readonly Buffer[]] {
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return [leaves.slice(0, split), leaves.slice(split)];
}
