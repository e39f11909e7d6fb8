import { EventEmitter, once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { FailureCode } from "../../../src/base/errors.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import {
  announceTerabyte,
  anotherPart,
  breakOffAfter,
  compressedInTransit,
  drip,
  endlessBody,
  type Fault,
  type FaultPlan,
  type FaultServer,
  loginPage,
  labelled,
  longerThanAnnounced,
  mislabelledPage,
  neverAnswer,
  notHttp,
  only,
  redirect,
  resetConnection,
  serveFaults,
  stallAfter,
  status,
} from "../../support/fault-server.ts";
import {
  type PublishedRelease,
  publishRelease,
  trusting,
} from "../../support/published-release.ts";
import { pyverify } from "../../support/pyverify.ts";
import {
  serveTufRepository,
  type TufFault,
  type TufRepository,
} from "../../support/sigstore/tuf-repository.ts";
import { createWorkspace, exists, type Workspace } from "../../support/workspace.ts";

let release: PublishedRelease;
let workspace: Workspace;
let server: FaultServer;
let trust: readonly string[];
let tuf: TufRepository | undefined;

beforeAll(async () => {
  release = await publishRelease("3.14.7");
});
beforeEach(async () => {
  workspace = await createWorkspace();
  trust = await trusting(release.sigstore, workspace);
});
afterEach(async () => {
  await server.close();
  await tuf?.close();
  await workspace.remove();
});

/** Lets the trusted root come over TUF instead, from a repository with this fault. */
async function trustOverTuf(fault: TufFault): Promise<void> {
  tuf = await serveTufRepository(release.sigstore.trustedRoot(), fault);
  await writeFile(join(workspace.work, "root.json"), tuf.root);
  trust = ["--tuf-mirror", tuf.url, "--tuf-root", "root.json"];
}

async function fetchFrom(plan: FaultPlan, ...flags: string[]): Promise<string[]> {
  server = await serveFaults(release.files, plan);
  const hurried = ["--retries", "1", "--retry-delay", "0.01"];
  return [
    "fetch",
    "3.14.7",
    "--out",
    "tree",
    "--mirror",
    server.url,
    ...trust,
    ...hurried,
    ...flags,
  ];
}

const impatient = ["--stall-timeout", "0.5"];

interface Scenario {
  readonly fault: Fault;
  readonly code: FailureCode<"network">;
  readonly says: readonly (string | RegExp)[];
  readonly flags?: readonly string[];
}

const scenarios: Readonly<Record<string, Scenario>> = {
  "hangs up": {
    fault: resetConnection,
    code: "unreachable",
    says: ["cannot reach", "closed the connection"],
  },
  "never answers": {
    fault: neverAnswer,
    code: "timed-out",
    says: ["sent nothing for 0.5 s", "--stall-timeout"],
    flags: impatient,
  },
  "stalls in the middle": {
    fault: stallAfter(300),
    code: "timed-out",
    says: ["sent nothing for 0.5 s"],
    flags: impatient,
  },
  "drips without end": {
    fault: drip(20),
    code: "timed-out",
    says: ["took longer than 1 s", "--timeout SECONDS"],
    flags: ["--timeout", "1"],
  },
  "breaks off": {
    fault: breakOffAfter(300),
    code: "length-mismatch",
    says: ["broke off", /\d+ of \d+ bytes came/],
  },
  "sends more than it announced": {
    fault: longerThanAnnounced,
    code: "length-mismatch",
    says: ["longer than announced"],
  },
  "announces a terabyte": {
    fault: announceTerabyte,
    code: "tarball-too-large",
    says: ["too large", "1099511627776 bytes"],
  },
  "compresses in transit": {
    fault: compressedInTransit,
    code: "unexpected-answer",
    says: ["compressed in transit", "content-encoding: gzip"],
  },
  "sends a login page": {
    fault: loginPage,
    code: "unexpected-answer",
    says: ["did not send the file", "web page"],
  },
  "sends a login page labelled as a tarball": {
    fault: mislabelledPage,
    code: "unexpected-answer",
    says: ["web page", "not labelled"],
  },
  "sends another part": {
    fault: anotherPart,
    code: "unexpected-answer",
    says: ["another part of the file"],
  },
  "speaks another protocol": {
    fault: notHttp,
    code: "unexpected-answer",
    says: ["not answered in HTTP"],
  },
  "redirects in a circle": {
    fault: redirect("?"),
    code: "redirect-refused",
    says: ["redirects astray", "more than 5 steps|in a circle"].map((words) => new RegExp(words)),
  },
  "redirects to this machine's files": {
    fault: redirect("file:///etc/passwd"),
    code: "redirect-refused",
    says: ["redirects astray"],
  },
  "asks for a password": {
    fault: status(401),
    code: "http-status",
    says: ["status 401", "USER:PASSWORD"],
  },
  "is overloaded": {
    fault: status(503),
    code: "http-status",
    says: ["status 503", "trying again in"],
  },
  "asks to be left alone for a day": {
    fault: status(429, { "retry-after": "86400" }),
    code: "http-status",
    says: ["status 429"],
  },
};

describe.each(["tarball", "bundle"])("nothing is left when a server, asked for the %s,", (file) => {
  test.each(Object.entries(scenarios))("%s", async (_, { fault, code, says, flags = [] }) => {
    const ending = file === "bundle" ? ".sigstore" : ".xz";
    const args = await fetchFrom(only(ending, fault), ...flags);
    const expected = code === "tarball-too-large" && file === "bundle" ? "answer-too-large" : code;
    await expectRefusal(workspace, args, { kind: "network", code: expected, says });
  });

  test("never stops sending, which is not held in memory", async () => {
    const args = await fetchFrom(only(file === "bundle" ? ".sigstore" : ".xz", endlessBody));
    const code = file === "bundle" ? "answer-too-large" : "tarball-too-large";
    await expectRefusal(workspace, args, {
      kind: "network",
      code,
      says: ["too large", "does not end within"],
    });
    const limit = file === "bundle" ? 1 : 128;
    expect(server.bytesSent()).toBeLessThan((limit + 32) * 1024 * 1024);
  });
});

describe("a file that is not there is named", () => {
  test.each([
    [403, "the mirror does not give CPython 3.14.7 as tar.xz"],
    [404, "CPython 3.14.7 is not on the mirror as tar.xz"],
  ])("when the tarball is answered with %i", async (code, words) => {
    await expectRefusal(workspace, await fetchFrom(only(".xz", status(code))), {
      kind: "release",
      code: "tarball-not-found",
      says: [words, `Python-3.14.7.tar.xz was answered with status ${code}`],
    });
  });

  test.each([
    [403, "the mirror does not give the Sigstore bundle of CPython 3.14.7"],
    [404, "the Sigstore bundle of CPython 3.14.7 is not on the mirror"],
  ])("when the bundle is answered with %i", async (code, words) => {
    await expectRefusal(workspace, await fetchFrom(only(".sigstore", status(code))), {
      kind: "release",
      code: "bundle-not-found",
      says: [words, `tar.xz.sigstore was answered with status ${code}`, "since 3.14.0a1"],
    });
  });
});

test("another person's bundle is refused while the tarball is still on its way", async () => {
  const somebody = ["--certificate-identity", "somebody@python.org"];
  const issuer = ["--certificate-oidc-issuer", "https://github.com/login/oauth"];
  // Nothing can be verified before the trusted root is there, and it comes when the tarball should.
  const mirror = new EventEmitter();
  const until = once(mirror, "asked for the tarball");
  await trustOverTuf({ type: "late", until });
  const args = await fetchFrom(
    only(".xz", () => void mirror.emit("asked for the tarball")),
    ...somebody,
    ...issuer,
  );
  await expectRefusal(workspace, args, {
    kind: "verification",
    code: "identity-mismatch",
    says: ["hugo@python.org", "somebody@python.org"],
  });
  expect(server.requests.map(({ path }) => path)).toContain(release.tarballPath);
});

test("a server that speaks no TLS is told as that", async () => {
  const args = await fetchFrom(() => undefined);
  const secure = args.map((arg) => (arg === server.url ? arg.replace("http:", "https:") : arg));
  await expectRefusal(workspace, secure, {
    kind: "network",
    code: "unreachable",
    says: ["find no common TLS", "may not speak it on that port"],
  });
});

test("a tarball that is not there is told at once, however long the trusted root takes", async () => {
  await trustOverTuf({ type: "silent" });
  const args = await fetchFrom(only(".xz", status(404)), "--stall-timeout", "60");
  await expectRefusal(workspace, args, {
    kind: "release",
    code: "tarball-not-found",
    says: ["3.14.7 is not on the mirror"],
  });
});

test.each(["x-xz", "gzip", "br"])(
  "a file that is sent as it is counts as that, whatever it is labelled: %s",
  async (encoding) => {
    const args = await fetchFrom(() => labelled(encoding));
    expect(await pyverify(workspace, args)).toMatchObject({ exitCode: 0 });
    expect(await exists(`${workspace.work}/tree/configure`)).toBe(true);
  },
);

describe("a fault that passes is lived through", () => {
  test.each([
    ["a reset", resetConnection],
    ["a break", breakOffAfter(300)],
    ["an overload", status(503)],
  ])("%s", async (_, fault) => {
    const args = await fetchFrom((_path, attempt) => (attempt === 1 ? fault : undefined));
    const run = await pyverify(workspace, args);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stderr).toContain("trying again");
    expect(await exists(`${workspace.work}/tree/configure`)).toBe(true);
  });
});
