import { createServer, type ServerResponse } from "node:http";
import { type LoopbackServer, listenOnLoopback } from "../loopback-server.ts";
import { sha256 } from "./key.ts";
import type { TrustedRootJson } from "./trusted-root.ts";
import { createTufKeys, signTufMetadata, type TufMetadata, type TufRole } from "./tuf-metadata.ts";

/** A TUF repository on the loopback interface that hands out one `trusted_root.json`. */
export interface TufRepository extends LoopbackServer {
  /** what `--tuf-mirror` takes */
  readonly url: string;
  /** `root.json`, what `--tuf-root` takes the name of */
  readonly root: Buffer;
  /** the paths asked for so far, oldest first */
  readonly requests: readonly string[];
}

/** What can be wrong with a repository; each fault is alone. */
export type TufFault =
  /** signed and served well, but not renewed in time */
  | { readonly type: "expired"; readonly role: TufRole }
  /** an older generation of one file, genuinely signed, in the place of the current one */
  | { readonly type: "rolled-back"; readonly role: "snapshot" | "targets" }
  /** one byte of a file changed after it was signed */
  | { readonly type: "tampered"; readonly file: TufRole | "trusted_root.json" }
  /** everything signed with keys that the client's root does not name */
  | { readonly type: "signed-by-others" }
  /** `trusted_root.json` is not among the targets */
  | { readonly type: "target-missing" }
  /** `trusted_root.json` is signed, and is not JSON */
  | { readonly type: "target-malformed" }
  /** every answer has this status */
  | { readonly type: "status"; readonly status: number }
  /** takes requests and never answers */
  | { readonly type: "silent" }
  /** takes requests and answers none of them before something else has happened */
  | { readonly type: "late"; readonly until: Promise<unknown> }
  /** a body that never ends */
  | { readonly type: "endless" };

export async function serveTufRepository(
  trustedRoot: TrustedRootJson,
  fault?: TufFault,
): Promise<TufRepository> {
  const files = filesOf(trustedRoot, fault);
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    requests.push(path);
    if (fault?.type === "silent") return;
    if (fault?.type === "endless") return pour(response);
    const content = files.answers.get(path);
    const status = fault?.type === "status" ? fault.status : content === undefined ? 404 : 200;
    const answer = () => response.writeHead(status).end(status === 200 ? content : "");
    if (fault?.type === "late") void fault.until.then(answer);
    else answer();
  });
  const listening = await listenOnLoopback(server);
  return { url: listening.origin, root: files.root, requests, ...listening };
}

interface RepositoryFiles {
  readonly root: Buffer;
  readonly answers: ReadonlyMap<string, Buffer>;
}

function filesOf(trustedRoot: TrustedRootJson, fault: TufFault | undefined): RepositoryFiles {
  const content =
    fault?.type === "target-malformed" ? "not JSON" : JSON.stringify(trustedRoot, undefined, 2);
  const target = Buffer.from(content, "utf8");
  const name = fault?.type === "target-missing" ? "other.json" : "trusted_root.json";
  const keys = createTufKeys();
  const sign = (version: number): TufMetadata =>
    signTufMetadata({
      keys,
      version,
      files: new Map([[name, target]]),
      expires: expiryOf(fault?.type === "expired" ? fault.role : undefined),
    });
  const current = sign(2);
  const previous = sign(1);
  const served: Record<TufRole | "trusted_root.json", Buffer> = {
    ...current,
    "trusted_root.json": target,
  };
  if (fault?.type === "rolled-back") served[fault.role] = previous[fault.role];
  if (fault?.type === "tampered") served[fault.file] = withChangedByte(served[fault.file]);
  return {
    root: rootFor(fault, served.root),
    answers: new Map([
      ["/timestamp.json", served.timestamp],
      ["/2.snapshot.json", served.snapshot],
      ["/2.targets.json", served.targets],
      [`/targets/${sha256(target).toString("hex")}.${name}`, served["trusted_root.json"]],
    ]),
  };
}

function rootFor(fault: TufFault | undefined, root: Buffer): Buffer {
  if (fault?.type !== "signed-by-others") return root;
  const expires = expiryOf(undefined);
  return signTufMetadata({ keys: createTufKeys(), version: 1, files: new Map(), expires }).root;
}

function expiryOf(expired: TufRole | undefined): Record<TufRole, Date> {
  const day = 24 * 60 * 60_000;
  const at = (role: TufRole): Date => new Date(Date.now() + (role === expired ? -day : 7 * day));
  return {
    root: at("root"),
    timestamp: at("timestamp"),
    snapshot: at("snapshot"),
    targets: at("targets"),
  };
}

/** Changes a digit in the middle, so that the file still has its length and is still JSON. */
function withChangedByte(content: Buffer): Buffer {
  const changed = Buffer.from(content);
  const middle = Math.floor(content.length / 2);
  const at = changed.findIndex((byte, index) => index > middle && byte >= 0x31 && byte <= 0x38);
  changed.writeUInt8(changed.readUInt8(at) + 1, at);
  return changed;
}

function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, " ");
  const write = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", write);
  write();
}
