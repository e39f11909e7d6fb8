import * as v from "valibot";
import { issueInWords } from "../base/schema-issue.ts";
import { AmbiguousJson, parseStrictJson } from "../base/strict-json.ts";
import { whyNotJson } from "../files/document-kind.ts";
import { readArtifactName } from "../release/artifact-types.ts";
import { parseVersion, type PythonVersion } from "../release/version.ts";
import { copyOf, feedMediaTypes } from "./feed-documents.ts";

/*
 * A feed's documents as they are read, which somebody else has written: only what is used, each of it
 * bounded. What they may have besides is none of ours, since fields may be added.
 */

/** Why a document is not what it is taken for; the message goes on from "it …" or names a field. */
export class WrongDocument extends Error {
  override readonly name = "WrongDocument";
}

/** Fifty times those of all releases so far. */
export const maxIndexBytes = 16 * 1024 * 1024;
/** Twenty times the largest so far. */
export const maxReleaseBytes = 1024 * 1024;

const version = v.pipe(v.string(), v.regex(/^\d{1,3}(?:\.\d{1,3}){2}(?:(?:a|b|rc)\d{1,3})?$/));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const text = v.pipe(v.string(), v.maxLength(2000));

const index = v.object({
  mediaType: v.literal(feedMediaTypes.index),
  releases: v.pipe(v.array(v.object({ version })), v.maxLength(20_000)),
  notVerified: v.pipe(
    v.array(
      v.object({
        file: text,
        verdict: v.picklist(["refused", "missing", "unsigned"]),
        code: text,
        message: text,
      }),
    ),
    v.maxLength(100_000),
  ),
});

const release = v.object({
  mediaType: v.literal(feedMediaTypes.release),
  version,
  artifacts: v.pipe(
    v.array(
      v.object({
        file: text,
        sha256,
        signer: v.object({ identity: text, issuer: text }),
        signedAt: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)),
        transparencyLog: v.pipe(
          v.array(
            v.object({
              logIndex: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
              url: v.optional(text),
            }),
          ),
          v.minLength(1),
          v.maxLength(16),
        ),
        bundle: v.object({ sha256, copy: v.optional(text) }),
      }),
    ),
    v.maxLength(200),
  ),
});

export type ReadIndex = v.InferOutput<typeof index>;
export type ReadRelease = v.InferOutput<typeof release>;
export type ReadArtifact = ReadRelease["artifacts"][number];

/**
 * Reads `index.json`.
 *
 * @throws {WrongDocument}
 */
export function readIndex(bytes: Buffer): ReadIndex {
  return read(index, bytes, maxIndexBytes);
}

/**
 * Reads a release's document.
 *
 * @param asked the release that it has to be
 * @throws {WrongDocument}
 */
export function readRelease(bytes: Buffer, asked: PythonVersion): ReadRelease {
  const found = read(release, bytes, maxReleaseBytes);
  if (found.version !== asked.text) {
    throw new WrongDocument(`it is of CPython ${found.version}`);
  }
  const names = new Set<string>();
  for (const { file, signedAt, bundle } of found.artifacts) {
    if (names.has(file)) throw new WrongDocument(`it has ${file} twice`);
    names.add(file);
    const named = readArtifactName(file);
    // A kind of file that this pyverify does not know yet.
    if (named === undefined) continue;
    if (named.version.text !== found.version) {
      throw new WrongDocument(`it has ${file}, which is of another release`);
    }
    if (Number.isNaN(Date.parse(signedAt))) throw new WrongDocument(`${signedAt} is no time`);
    // Its place is the promise's, and no address that a document chooses.
    if (bundle.copy !== undefined && bundle.copy !== copyOf(parseVersion(asked.text), file)) {
      throw new WrongDocument(`the bundle of ${file} is said to lie elsewhere than a feed's do`);
    }
  }
  return found;
}

function read<S extends v.GenericSchema>(
  schema: S,
  bytes: Buffer,
  maxBytes: number,
): v.InferOutput<S> {
  const json = parse(bytes, maxBytes);
  const result = v.safeParse(schema, json, { abortEarly: true });
  if (result.success) return result.output;
  throw new WrongDocument(issueInWords(result.issues[0]));
}

function parse(bytes: Buffer, maxBytes: number): unknown {
  try {
    return parseStrictJson(bytes, maxBytes, "document of a feed");
  } catch (cause) {
    if (!(cause instanceof AmbiguousJson)) throw cause;
    const isNone = cause.message.startsWith("it is not JSON");
    throw new WrongDocument(isNone ? whyNotJson(bytes) : cause.message, { cause });
  }
}
