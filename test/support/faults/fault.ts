import type { FailureCode } from "../../../src/base/errors.ts";
import {
  type BundleJson,
  bytesOf,
  type InclusionProofJson,
  inclusionProofOf,
} from "../sigstore/bundle.ts";
import { createLocalSigstore, type LocalSigstore } from "../sigstore/local-sigstore.ts";

/** What a fault is made from: a Sigstore that is believed, one that is not, and what is signed. */
export interface FaultWorld {
  readonly sigstore: LocalSigstore;
  readonly stranger: LocalSigstore;
  readonly artifact: Buffer;
}

/** One thing that can be wrong with a bundle, and the code that it is refused with. */
export interface Fault {
  readonly code: FailureCode<"verification">;
  readonly bundle: MakeBundle;
}

/** Makes a bundle's file in which one thing alone is wrong. */
export type MakeBundle = (world: FaultWorld) => Buffer;

export function refusedAs(code: Fault["code"], bundle: MakeBundle): Fault {
  return { code, bundle };
}

export function createFaultWorld(): FaultWorld {
  return {
    sigstore: createLocalSigstore(),
    stranger: createLocalSigstore(),
    artifact: Buffer.from("the source tarball that the bundle is for"),
  };
}

/** A good bundle, then one change to it. */
export function spoil(
  change: (bundle: BundleJson, world: FaultWorld) => void,
  rekor: "v1" | "v2" = "v1",
): MakeBundle {
  return (world) => {
    const bundle = world.sigstore.sign(world.artifact, { rekor });
    change(bundle, world);
    return bytesOf(bundle);
  };
}

/** A good bundle, then one change to its inclusion proof. */
export function inProof(
  change: (proof: InclusionProofJson) => void,
  rekor?: "v1" | "v2",
): MakeBundle {
  return spoil((bundle) => {
    change(inclusionProofOf(bundle));
  }, rekor);
}

/**
 * A good bundle, then one change to the lines of its checkpoint: origin, tree size, root, an empty
 * one, and one for each signature.
 */
export function inCheckpoint(change: (lines: string[]) => void, rekor?: "v1" | "v2"): MakeBundle {
  return inProof((proof) => {
    const lines = (proof.checkpoint?.envelope ?? "").split("\n");
    change(lines);
    proof.checkpoint = { envelope: lines.join("\n") };
  }, rekor);
}

/** A good bundle's text, then one change to it. */
export function respell(change: (text: string) => string): MakeBundle {
  return ({ sigstore, artifact }) => {
    const text = JSON.stringify(sigstore.sign(artifact));
    const changed = change(text);
    if (changed === text) throw new Error("the fault has changed nothing");
    return Buffer.from(changed, "utf8");
  };
}

/** Changes one bit in the middle of some base64, which stays base64 of the same length. */
export function withChangedBit(base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  return bytes.toString("base64");
}
