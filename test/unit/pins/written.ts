import { createHash } from "node:crypto";
import { findPins } from "../../../src/pins/find-pins.ts";
import type { Claim } from "../../../src/pins/found-pin.ts";

/** A digest that is nobody's, the same each time. */
export function sha256(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}

/** A digest as subresource integrity and Nix write it. */
export function base64(name: string): string {
  return Buffer.from(sha256(name), "hex").toString("base64");
}

const nixAlphabet = "0123456789abcdfghijklmnpqrsvwxyz";

/** A digest in Nix's base 32, computed as a large number and not bit by bit. */
export function nixBase32(name: string): string {
  const bytes = Buffer.from(sha256(name), "hex").toReversed();
  let number = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  let text = "";
  for (let digit = 0; digit < 52; digit += 1) {
    text = nixAlphabet.charAt(Number(number % 32n)) + text;
    number /= 32n;
  }
  return text;
}

/** The pins of a text, each in one line: where it is, and what it is said to be. */
export function pinsOf(text: string, fileName = "file"): string[] {
  return findPins(text, fileName).map(({ line, claim }) => `${line}: ${inWords(claim)}`);
}

function inWords(claim: Claim): string {
  if (claim.type === "unreadable") return "?";
  const certainty = claim.certain ? "" : " perhaps";
  return claim.type === "files"
    ? `${claim.names.join(" or ")}${certainty}`
    : `any of ${claim.version.text}${certainty}`;
}
