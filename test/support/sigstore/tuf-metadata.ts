import { canonicalJson } from "./canonical-json.ts";
import { generateKey, type Key, sha256 } from "./key.ts";

/** The four roles of a TUF repository (https://theupdateframework.github.io/specification/). */
export type TufRole = "root" | "timestamp" | "snapshot" | "targets";

/** One generation of a repository's metadata. */
export interface TufMetadata {
  /** what a client starts from */
  readonly root: Buffer;
  readonly timestamp: Buffer;
  readonly snapshot: Buffer;
  readonly targets: Buffer;
}

export interface TufKeys {
  /** signs the root alone */
  readonly root: Key;
  /** signs everything else */
  readonly online: Key;
}

export interface TufGeneration {
  readonly keys: TufKeys;
  /** of timestamp, snapshot and targets; the root is always version 1 */
  readonly version: number;
  /** by name */
  readonly files: ReadonlyMap<string, Buffer>;
  /** when each role's metadata expires */
  readonly expires: Readonly<Record<TufRole, Date>>;
}

export function createTufKeys(): TufKeys {
  return { root: generateKey("Ed25519"), online: generateKey("Ed25519") };
}

/** Signs the metadata of one generation. */
export function signTufMetadata(generation: TufGeneration): TufMetadata {
  const { keys, version, files } = generation;
  const targets = signed("targets", keys.online, generation, {
    version,
    targets: Object.fromEntries([...files].map(([name, content]) => [name, describe(content)])),
  });
  // As Sigstore's, neither snapshot nor timestamp has digests: the versions have to be compared.
  const snapshot = signed("snapshot", keys.online, generation, {
    version,
    meta: { "targets.json": { version } },
  });
  const timestamp = signed("timestamp", keys.online, generation, {
    version,
    meta: { "snapshot.json": { version } },
  });
  const root = signed("root", keys.root, generation, {
    version: 1,
    // As Sigstore's: metadata and targets are asked for by version and digest.
    consistent_snapshot: true,
    keys: Object.fromEntries(
      [keys.root, keys.online].map((key) => [keyIdOf(key), publicKeyOf(key)]),
    ),
    roles: {
      root: { keyids: [keyIdOf(keys.root)], threshold: 1 },
      timestamp: { keyids: [keyIdOf(keys.online)], threshold: 1 },
      snapshot: { keyids: [keyIdOf(keys.online)], threshold: 1 },
      targets: { keyids: [keyIdOf(keys.online)], threshold: 1 },
    },
  });
  return { root, timestamp, snapshot, targets };
}

function signed(role: TufRole, key: Key, generation: TufGeneration, content: object): Buffer {
  const expires = `${generation.expires[role].toISOString().slice(0, 19)}Z`;
  const body = { _type: role, spec_version: "1.0.31", expires, ...content };
  const signatures = [{ keyid: keyIdOf(key), sig: key.sign(canonicalJson(body)).toString("hex") }];
  return Buffer.from(JSON.stringify({ signed: body, signatures }), "utf8");
}

function describe(content: Buffer): object {
  return { length: content.length, hashes: { sha256: sha256(content).toString("hex") } };
}

function publicKeyOf(key: Key): object {
  return {
    keytype: "ed25519",
    scheme: "ed25519",
    keyval: { public: key.spki.subarray(-32).toString("hex") },
  };
}

function keyIdOf(key: Key): string {
  return sha256(canonicalJson(publicKeyOf(key))).toString("hex");
}
