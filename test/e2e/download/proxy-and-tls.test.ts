import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { expectRefusal } from "../../support/expect-refusal.ts";
import {
  type FaultServer,
  only,
  redirect,
  serveFaults,
  status,
} from "../../support/fault-server.ts";
import type { LoopbackServer } from "../../support/loopback-server.ts";
import { type Proxy, type ProxyOptions, serveProxy } from "../../support/proxy.ts";
import {
  type PublishedRelease,
  publishRelease,
  trusting,
} from "../../support/published-release.ts";
import { programUnderTest, pyverify } from "../../support/pyverify.ts";
import { serveTufRepository, type TufRepository } from "../../support/sigstore/tuf-repository.ts";
import { createPrivateAuthority, serveTls } from "../../support/tls.ts";
import { createWorkspace, exists, type Workspace } from "../../support/workspace.ts";

const company = createPrivateAuthority();
const password = "open-sesame";
const credentials = `builder:${password}`;

let release: PublishedRelease;
/** `http://`, and the same behind TLS as 127.0.0.1 and mirror.example */
let plain: FaultServer;
let secure: LoopbackServer;
let tuf: TufRepository;
let secureTuf: LoopbackServer;
let workspace: Workspace;
let ca: string;
const opened: LoopbackServer[] = [];

beforeAll(async () => {
  release = await publishRelease("3.14.7");
  plain = await serveFaults(release.files);
  tuf = await serveTufRepository(release.sigstore.trustedRoot());
  secure = await serveTls(plain.origin, company.issue(["127.0.0.1", "mirror.example"]));
  secureTuf = await serveTls(tuf.origin, company.issue(["tuf.example"]));
});
afterAll(async () => {
  for (const server of [plain, tuf, secure, secureTuf]) await server.close();
});
beforeEach(async () => {
  workspace = await createWorkspace();
  ca = join(workspace.home, "company.pem");
  await writeFile(ca, company.pem);
});
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
  await workspace.remove();
});

async function openProxy(options: Partial<ProxyOptions> = {}): Promise<Proxy> {
  const routes = { "mirror.example:443": secure, "tuf.example:443": secureTuf };
  const plainRoutes = { "mirror.example:80": plain, "tuf.example:80": tuf };
  const proxy = await serveProxy({ routes: { ...routes, ...plainRoutes }, ...options });
  opened.push(proxy);
  return proxy;
}

async function fetchFrom(mirror: string, ...flags: string[]): Promise<string[]> {
  const trust = await trusting(release.sigstore, workspace);
  const hurried = ["--retries", "0", "--verbose"];
  return ["fetch", "3.14.7", "--out", "tree", "--mirror", mirror, ...trust, ...hurried, ...flags];
}

async function expectFetched(args: readonly string[], env: Record<string, string>) {
  const run = await pyverify(workspace, [...args, "--json"], { env });
  expect(run).toMatchObject({ exitCode: 0 });
  expect(await exists(join(workspace.work, "tree/configure"))).toBe(true);
  expect(run.stdout + run.stderr).not.toContain(password);
  return run;
}

/** Source as it is, in a Node whose agents ignore `proxyEnv`, as those before 24.5 do. */
function withoutProxies() {
  const hook = `import http from "node:http";
    import { syncBuiltinESMExports } from "node:module";
    delete http.setGlobalProxyFromEnv;
    http.Agent = class extends http.Agent {
      constructor({ proxyEnv, ...options }) {
        super(options);
        for (const symbol of Object.getOwnPropertySymbols(this))
          if (symbol.description === "kProxyConfig") delete this[symbol];
      }
    };
    syncBuiltinESMExports();`;
  const { command, arguments: main } = programUnderTest("source");
  const imported = `data:text/javascript,${encodeURIComponent(hook)}`;
  return { command, arguments: ["--import", imported, ...main] };
}

function withPassword(proxy: Proxy): string {
  return proxy.origin.replace("://", `://${credentials}@`);
}

describe("a proxy that asks for a password", () => {
  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])(
    "named by %s carries mirror and TUF alike, and is not told of",
    async (variable) => {
      const proxy = await openProxy({ credentials });
      const root = join(workspace.home, "root.json");
      await writeFile(root, tuf.root);
      const args = ["fetch", "3.14.7", "--out", "tree", "--verbose", "--ca", ca];
      const mirrors = ["--mirror", "https://mirror.example/mirror/"];
      const trust = ["--tuf-mirror", "https://tuf.example", "--tuf-root", root];
      await expectFetched([...args, ...mirrors, ...trust], { [variable]: withPassword(proxy) });
      expect(new Set(proxy.requests)).toEqual(
        new Set(["CONNECT mirror.example:443", "CONNECT tuf.example:443"]),
      );
    },
  );

  test.each(["HTTP_PROXY", "http_proxy", "ALL_PROXY"])(
    "named by %s carries http://",
    async (name) => {
      const proxy = await openProxy({ credentials });
      const args = await fetchFrom("http://mirror.example/mirror/");
      await expectFetched(args, { [name]: withPassword(proxy) });
      expect(proxy.requests).toContain(`GET http://mirror.example/mirror/${release.tarballPath}`);
    },
  );

  test.each(["https://mirror.example/mirror/", "http://mirror.example/mirror/"])(
    "refuses a wrong one, which is not told of: %s",
    async (mirror) => {
      const proxy = await openProxy({ credentials: "builder:another" });
      const env = { ALL_PROXY: withPassword(proxy) };
      const run = await expectRefusal(workspace, await fetchFrom(mirror, "--ca", ca), {
        kind: "network",
        code: "proxy-refused",
        says: [`the proxy ${proxy.origin}`, "mirror.example", "user name and password"],
        env,
      });
      expect(run.stdout + run.stderr).not.toContain(password);
    },
  );
});

describe("a proxy that does not work", () => {
  test("is not gone around by a Node that knows none", async () => {
    const run = await expectRefusal(workspace, await fetchFrom(plain.url), {
      program: withoutProxies(),
      kind: "usage",
      code: "invalid-value",
      says: ["proxy", "Node 24"],
      env: { HTTP_PROXY: "http://127.0.0.1:9" },
    });
    expect(run.stderr).not.toContain("GET ");
  });

  test("is named when it cannot be reached, without its password", async () => {
    const proxy = await openProxy();
    await proxy.close();
    const args = await fetchFrom("https://mirror.example/mirror/", "--ca", ca);
    const run = await expectRefusal(workspace, args, {
      kind: "network",
      code: "unreachable",
      says: [`the proxy ${proxy.origin} refused the connection`, "NO_PROXY"],
      env: { HTTPS_PROXY: withPassword(proxy) },
    });
    expect(run.stdout + run.stderr).not.toContain(password);
  });

  test("is named when it will not go there", async () => {
    const proxy = await openProxy({ routes: {} });
    await expectRefusal(workspace, await fetchFrom("https://mirror.example/mirror/"), {
      kind: "network",
      code: "proxy-refused",
      says: ["does not let mirror.example through", "status 502"],
      env: { HTTPS_PROXY: proxy.origin },
    });
  });

  test.each([
    [403, "network", "proxy-refused", ["does not let mirror.example through", "HTTP_PROXY"]],
    [404, "release", "tarball-not-found", ["3.14.7 is not on the mirror"]],
  ] as const)("is named where it may have said no itself: %i", async (code, kind, why, says) => {
    const refusing = await serveFaults({}, () => status(code));
    opened.push(refusing);
    const proxy = await openProxy({ routes: { "mirror.example:80": refusing } });
    await expectRefusal(workspace, await fetchFrom("http://mirror.example/mirror/"), {
      kind,
      code: why,
      says,
      env: { HTTP_PROXY: withPassword(proxy) },
    });
  });

  test("is named where it may have refused a folder's listing", async () => {
    const refusing = await serveFaults({}, () => status(403));
    opened.push(refusing);
    const proxy = await openProxy({ routes: { "mirror.example:80": refusing } });
    await expectRefusal(
      workspace,
      ["resolve", "3.14", "--mirror", "http://mirror.example/mirror/"],
      {
        kind: "network",
        code: "proxy-refused",
        says: ["does not let mirror.example through", "HTTP_PROXY"],
        env: { HTTP_PROXY: withPassword(proxy) },
      },
    );
  });

  test("is given up when it never answers", async () => {
    const proxy = await openProxy({ silent: true });
    const args = await fetchFrom("https://mirror.example/mirror/", "--stall-timeout", "0.5");
    await expectRefusal(workspace, args, {
      kind: "network",
      code: "timed-out",
      says: ["sent nothing for 0.5 s"],
      env: { HTTPS_PROXY: proxy.origin },
    });
  });

  test.each([
    ["socks5://127.0.0.1:1080", "this is socks5://"],
    [`http://${credentials}@:nonsense`, "not a URL"],
  ])("is refused before anything is asked of it: %s", async (url, words) => {
    const run = await expectRefusal(workspace, await fetchFrom("https://mirror.example/"), {
      kind: "usage",
      code: "invalid-value",
      says: ["the address in HTTPS_PROXY cannot be used", words],
      env: { HTTPS_PROXY: url },
    });
    expect(run.stdout + run.stderr).not.toContain(password);
  });
});

describe("NO_PROXY", () => {
  test.each([
    ["NO_PROXY", "127.0.0.1"],
    ["no_proxy", "other.example, 127.0.0.1"],
    ["NO_PROXY", "127.0.0.0/8"],
    ["NO_PROXY", "*"],
  ])("%s=%s leads around the proxy", async (variable, value) => {
    const proxy = await openProxy();
    const env = { HTTP_PROXY: proxy.origin, [variable]: value };
    await expectFetched(await fetchFrom(plain.url), env);
    expect(proxy.requests).toEqual([]);
  });

  test("leads around it for subdomains, as curl and Go have it", async () => {
    const proxy = await openProxy();
    await expectRefusal(workspace, await fetchFrom("http://mirror.example/mirror/"), {
      kind: "network",
      code: "unreachable",
      says: [/the name of mirror.example (does not exist|could not be looked up)/],
      env: { HTTP_PROXY: proxy.origin, NO_PROXY: "example" },
    });
    expect(proxy.requests).toEqual([]);
  });
});

describe("a certificate authority of one's own", () => {
  test("is believed when --ca names it", async () => {
    await expectFetched(await fetchFrom(`${secure.origin}/mirror/`, "--ca", ca), {});
  });

  test.each(["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "PYVERIFY_CA"])(
    "is believed when %s names it",
    async (variable) => {
      await expectFetched(await fetchFrom(`${secure.origin}/mirror/`), { [variable]: ca });
    },
  );

  test("is not believed otherwise", async () => {
    await expectRefusal(workspace, await fetchFrom(`${secure.origin}/mirror/`), {
      kind: "network",
      code: "certificate-untrusted",
      says: ["cannot be trusted as itself", "--ca FILE"],
    });
  });

  test("cannot be a file that is missing, or holds no certificate", async () => {
    const missing = join(workspace.home, "missing.pem");
    await expectRefusal(workspace, await fetchFrom(`${secure.origin}/mirror/`, "--ca", missing), {
      kind: "filesystem",
      code: "not-readable",
      says: [`${missing} cannot be read`, "it does not exist", "--ca has to name"],
    });
    const text = join(workspace.home, "notes.txt");
    await writeFile(text, "no certificate here");
    await expectRefusal(workspace, await fetchFrom(`${secure.origin}/mirror/`), {
      kind: "filesystem",
      code: "not-readable",
      says: ["it holds no PEM certificate", "SSL_CERT_FILE has to name"],
      env: { SSL_CERT_FILE: text },
    });
  });
});

test.each([
  [
    "another host's",
    company.issue(["elsewhere.example"]),
    ["is for elsewhere.example, and not for 127.0.0.1", "check the address"],
  ],
  [
    "an expired one",
    company.issue(["127.0.0.1"], {
      notBefore: new Date("2021-01-01"),
      notAfter: new Date("2022-01-01"),
    }),
    [/has expired by this machine's clock, which says \d{4}-/, "set the clock", "renew it"],
  ],
  [
    "one that is not valid yet",
    company.issue(["127.0.0.1"], {
      notBefore: new Date("2045-01-01"),
      notAfter: new Date("2046-01-01"),
    }),
    [/is not valid yet by this machine's clock, which says \d{4}-/, "set the clock"],
  ],
  [
    "a stranger's",
    createPrivateAuthority("Stranger").issue(["127.0.0.1"]),
    ["from an authority that is not known here", "--ca FILE or SSL_CERT_FILE"],
  ],
])("a server's certificate is refused at once if it is %s, and why", async (_, identity, words) => {
  const server = await serveTls(plain.origin, identity);
  opened.push(server);
  const args = await fetchFrom(`${server.origin}/mirror/`, "--ca", ca);
  const run = await expectRefusal(workspace, args, {
    kind: "network",
    code: "certificate-untrusted",
    says: [`${new URL(server.origin).host} cannot be trusted as itself`, ...words],
  });
  expect(run.stdout).not.toContain("Node");
});

test("where a redirect leads to a server that fails, that server is named", async () => {
  const stranger = createPrivateAuthority("Stranger").issue(["127.0.0.1"]);
  const far = await serveTls(plain.origin, stranger);
  const gone = await serveFaults({});
  await gone.close();
  const broken = await serveFaults({}, () => status(503));
  opened.push(far, broken);
  for (const [target, code, subject] of [
    [`${far.origin}/mirror/x`, "certificate-untrusted", new URL(far.origin).host],
    [`${gone.url}x`, "unreachable", `${gone.url}x`],
    [`${broken.url}x`, "http-status", `${broken.url}x`],
  ] as const) {
    const near = await serveFaults({}, () => redirect(target));
    opened.push(near);
    const run = await expectRefusal(workspace, await fetchFrom(near.url), {
      kind: "network",
      code,
      says: [`; ${near.url}3.14.7/Python-3.14.7.tar.xz.sigstore redirects there`],
    });
    expect(JSON.parse(run.stdout)).toMatchObject({
      error: { message: expect.stringContaining(subject) },
    });
  }
});

test("a redirect from https to http is refused", async () => {
  const astray = await serveFaults({}, only("", redirect(`${plain.url}${release.tarballPath}`)));
  const behindTls = await serveTls(astray.origin, company.issue(["127.0.0.1"]));
  opened.push(astray, behindTls);
  await expectRefusal(workspace, await fetchFrom(`${behindTls.origin}/mirror/`, "--ca", ca), {
    kind: "network",
    code: "redirect-refused",
    says: ["redirects astray", "it leads from https:// to http://127.0.0.1"],
  });
});

test("a mirror's password goes to the mirror, and nowhere else", async () => {
  const elsewhere = await serveFaults(release.files);
  const closed = await serveFaults(release.files, (path) => (exchange) => {
    const expected = `Basic ${Buffer.from(credentials).toString("base64")}`;
    if (exchange.request.headers.authorization !== expected) status(401)(exchange);
    else redirect(`${elsewhere.url}${path}`)(exchange);
  });
  opened.push(elsewhere, closed);
  const { stdout } = await expectFetched(
    await fetchFrom(closed.url.replace("://", `://${credentials}@`), "--cache", "cache"),
    {},
  );
  expect(stdout).toContain(`${closed.url}${release.tarballPath}`);
  expect(elsewhere.requests.map(({ authorization }) => authorization)).toEqual([
    undefined,
    undefined,
  ]);
});
