import type { FailureKind } from "../base/errors.ts";
import { findWithdrawnFile } from "../release/withdrawn.ts";
import type { Verification } from "../verify/verification.ts";
import type { FoundPin } from "./found-pin.ts";
import type { Statement } from "./signature-source.ts";

/** What can be said of a pin. */
export const pinVerdicts = ["verified", "taken-on-word", "wrong", "unknown"] as const;
export type PinVerdict = (typeof pinVerdicts)[number];

/** A file of a release: what was signed for it, or why that is not known. */
export type KnownFile = DigestedFile | UnknownFile;

/** A file whose digest is known, by proof or by a feed's word. */
export type DigestedFile = SignedFile | StatedFile;

export interface SignedFile {
  readonly name: string;
  readonly version: string;
  readonly verification: Verification;
}

/** A file of which a feed says what was signed. */
export interface StatedFile {
  readonly name: string;
  readonly version: string;
  readonly statement: Statement;
}

export interface UnknownFile {
  readonly name: string;
  readonly version: string;
  readonly failure: FileFailure;
}

export interface FileFailure {
  readonly kind: FailureKind;
  readonly code: string;
  readonly message: string;
  readonly because: string | undefined;
}

/** Files by their names. */
export type KnownFiles = ReadonlyMap<string, KnownFile>;

export type Judgement =
  | { readonly verdict: "verified"; readonly file: SignedFile }
  /** it is what a feed says was signed, and nothing here proves it */
  | { readonly verdict: "taken-on-word"; readonly file: StatedFile }
  | {
      readonly verdict: "wrong";
      /** what it is said to be of, in words */
      readonly what: string;
      /** the same as files, none of which has this digest */
      readonly signed: readonly [DigestedFile, ...DigestedFile[]];
      /** the file whose digest it is, if it is one of those that were looked at */
      readonly isOf: string | undefined;
    }
  | { readonly verdict: "unknown"; readonly reason: UnknownReason };

export interface UnknownReason extends Omit<FileFailure, "kind"> {
  /** undefined where it is the text that says too little */
  readonly kind: FailureKind | undefined;
}

/** How the bundle of a file is named, which lockfiles pin as well. */
export const bundleSuffix = ".sigstore";

/** The names of the files that a pin may be of; undefined for any file of its release. */
export function pinnedNames({ claim }: FoundPin): readonly string[] | undefined {
  return claim.type === "files" ? claim.names : undefined;
}

/** Whether it is known what was signed for a file. */
export function isDigested(file: KnownFile): file is DigestedFile {
  return "verification" in file || "statement" in file;
}

/** What was signed for a file, proven or said. */
export function signatureOf(file: DigestedFile): Statement {
  return "verification" in file ? file.verification : file.statement;
}

/** Whether nothing but a feed's word stands for it. */
export function isOnWord(file: DigestedFile): file is StatedFile {
  return "statement" in file;
}

/**
 * Compares a pin with what was signed. It is verified if its digest was signed for the file that it
 * stands for, or taken on a feed's word where only a feed says so, and wrong if another one was. Where the text only suggests which file that is, any
 * file of the release will do, and another digest proves nothing.
 */
export function judge(pin: FoundPin, known: KnownFiles): Judgement {
  const { claim, sha256, written } = pin;
  if (claim.type === "unreadable") return unreadable(claim.because);
  if (sha256 === undefined) {
    return unreadable(`it has ${written.length} digits, and a SHA-256 has 64`);
  }
  const ofRelease = [...known.values()].filter(({ version }) => version === claim.version.text);
  const named =
    claim.type === "files" ? claim.names.flatMap((name) => fileOf(name, known)) : ofRelease;
  const isOwner = (file: DigestedFile): boolean => isDigestOf(sha256, pin, file);
  const owner =
    named.filter(isDigested).find(isOwner) ??
    (claim.certain ? undefined : ofRelease.filter(isDigested).find(isOwner));
  if (owner !== undefined) {
    return isOnWord(owner)
      ? { verdict: "taken-on-word", file: owner }
      : { verdict: "verified", file: owner };
  }
  const what =
    claim.type === "files" ? claim.names.join(" or ") : `any file of CPython ${claim.version.text}`;
  const missed = named.filter(isUnknown).find(isMissed);
  if (missed !== undefined) return { verdict: "unknown", reason: missed.failure };
  const [first, ...others] = named.filter(isDigested);
  if (first === undefined) return unsigned(named);
  if (isOfBundle(pin)) return anotherBundle();
  if (!claim.certain) return unclear();
  return { verdict: "wrong", what, signed: [first, ...others], isOf: ownerOf(sha256, known) };

  /** One file of several that is not signed says nothing, while one that could not be had might. */
  function isMissed({ failure }: UnknownFile): boolean {
    return claim.type === "files" || failure.kind !== "release";
  }
}

/** The file whose digest it is: one that is known, or one that was withdrawn. */
function ownerOf(sha256: string, known: KnownFiles): string | undefined {
  const signed = [...known.values()].filter(isDigested);
  const owner = signed.find((file) => signatureOf(file).sha256 === sha256)?.name;
  const withdrawn = findWithdrawnFile(sha256);
  return owner ?? (withdrawn && `the ${withdrawn.file} that was withdrawn`);
}

function isUnknown(file: KnownFile): file is UnknownFile {
  return "failure" in file;
}

function fileOf(name: string, known: KnownFiles): KnownFile[] {
  const file = known.get(name.endsWith(bundleSuffix) ? name.slice(0, -bundleSuffix.length) : name);
  return file === undefined ? [] : [file];
}

function isDigestOf(sha256: string, pin: FoundPin, file: DigestedFile): boolean {
  const signature = signatureOf(file);
  // Beside a bundle's name stands its own digest, or the one that it signs.
  return sha256 === signature.sha256 || (isOfBundle(pin) && sha256 === signature.bundle.sha256);
}

function isOfBundle(pin: FoundPin): boolean {
  return pinnedNames(pin)?.every((name) => name.endsWith(bundleSuffix)) === true;
}

function unsigned(files: readonly KnownFile[]): Judgement {
  const [first] = files;
  if (first !== undefined && !isDigested(first))
    return { verdict: "unknown", reason: first.failure };
  return unknown("not-signed", "it is none of the files that release managers sign");
}

/** Bundles are renewed without their files being signed anew: another one is nothing wrong. */
function anotherBundle(): Judgement {
  return unknown(
    "another-bundle",
    "the bundle has another digest where it lies now",
    "bundles are renewed at times, with the same signature in them",
  );
}

function unclear(): Judgement {
  return unknown(
    "unclear",
    "it stands near the name, and is not what was signed for it",
    "the text does not say clearly that it is meant to be its digest",
  );
}

function unreadable(because: string): Judgement {
  return unknown("unreadable", "it looks like a pin and cannot be read", because);
}

function unknown(code: string, message: string, because?: string): Judgement {
  return { verdict: "unknown", reason: { kind: undefined, code, message, because } };
}
