import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FaultServer, serveFaults, status, wholeFile } from "../../support/fault-server.ts";
import { createLocalWorld, type LocalWorld } from "../../support/local-world.ts";
import type { LoopbackServer } from "../../support/loopback-server.ts";
import { madeUpRelease } from "../../support/made-up-release.ts";
import type { Run } from "../../support/pyverify.ts";
import { runInProcess } from "../../support/recording-host.ts";
import { startSearchableRekor } from "../../support/searchable-rekor.ts";
import { bytesOf } from "../../support/sigstore/bundle.ts";
import { serveTufRepository, type TufRepository } from "../../support/sigstore/tuf-repository.ts";
import { createPrivateAuthority, serveTls } from "../../support/tls.ts";

/*
 * Every hint that names a flag or a command is followed once, to the letter: what it advises has to
 * lead further, to an end that is good, or to a failure that is another one and expected.
 */

/** A command line, and the environment that it is run in. */
interface CommandLine {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface Following {
  /** what fails with it */
  readonly fails: CommandLine;
  /** what it advises, in the order in which it says so */
  readonly advised: readonly (CommandLine & { readonly ends?: string })[];
}

/** Hints that cannot be followed here, and why. */
const notFollowed: Readonly<Record<string, string>> = {
  "this is a bug: run again with --verbose and report what it prints":
    "no bug is known that it could be followed for",
  "use --format tgz, which needs no native code, or install pyverify again":
    "the decoder is there; test/e2e/fetch.test.ts takes it away",
  "install pyverify again, or choose another mirror with --mirror URL":
    "the decoder is there; test/e2e/fetch.test.ts takes it away",
  "install pyverify again": "a test looks after the root that is built in",
  "${age}: update pyverify, or use --trusted-root tuf":
    "it is a warning, for a time that has not come; --trusted-root tuf is the default",
  "mount a tmpfs at /tmp, set TMPDIR, or use --trusted-root embedded, which needs none":
    "the temporary folders of this machine can be written to; test/e2e/odd-surroundings.test.ts has one where they cannot",
  "raise its limit: ulimit -n 1024, or docker run --ulimit nofile=1024": "another program's flag",
  "raise that limit: ulimit -u 1024, or docker run --pids-limit 1024": "another program's flag",
  "give the build a network (docker build --network), a DNS server, or a proxy":
    "another program's flag",
  "check --api URL, which is https://www.python.org/api/v2/": "it takes the internet",
  "run pyverify with Node 24.5 or newer, or unset HTTP_PROXY, HTTPS_PROXY and ALL_PROXY":
    "this is Node 24.5 or newer",
  "check its path, and that the user that pyverify runs as may read it": "no command to try",
};

/** What names a flag or a command, and is a message or a reason. */
const noAdvice = [
  /^--[a-z-]+(?! (?:DIR )?takes)/,
  /^(?:this )?pyverify (?:has|knows|needs|reads|speaks)\b/,
  /^(?:a digest needs|a lockfile has no room for|with --from DIR nothing|whoever runs pyverify)/,
  /^(?:\} the|an error that pyverify|and \$\{more\} more|a part of it|it is what pyverify fetch goes by)/,
  /^(?:the signature covers the digest|verified by the digest)/,
  /room for one|is where trees go without|is set, and pyverify|^; run pyverify doctor|^pyverify (?:fetch|pin)\b/,
];

let world: LocalWorld;
let slow: FaultServer;
let guarded: FaultServer;
let bare: FaultServer;
let nothing: FaultServer;
let xml: FaultServer;
let tls: LoopbackServer;
let rekor: LoopbackServer;
let brokenTuf: TufRepository;
let absentTuf: TufRepository;

const at = (name: string): string => join(world.workspace.work, name);
const name = "Python-3.14.99.tgz";

beforeAll(async () => {
  world = await createLocalWorld();
  const release = await madeUpRelease({ version: "3.14.99", format: "tgz" });
  const bundle = bytesOf(world.sigstore.sign(release.tarball));
  await world.publish(release, { bundle });
  const path = `3.14.99/${name}`;
  for (const folder of ["from", "from/3.14.99", "apart", "bundles", "places"])
    mkdirSync(at(folder), { recursive: true });
  for (const folder of ["from", "from/3.14.99"]) {
    writeFileSync(at(`${folder}/${name}`), release.tarball);
    writeFileSync(at(`${folder}/${name}.sigstore`), bundle);
  }
  writeFileSync(at(`apart/${name}`), release.tarball);
  writeFileSync(at("unnamed"), release.tarball);
  writeFileSync(at(`bundles/${name}.sigstore`), bundle);
  writeFileSync(at("trusted_root.json"), JSON.stringify(world.sigstore.trustedRoot()));
  writeFileSync(at("file"), "a file");
  writeFileSync(at("empty.lock"), "");
  mkdirSync(at("empty"));

  const files = {
    "": Buffer.from('<a href="3.14.99/">x</a>'),
    "3.14.99/": Buffer.from(`<a href="${name}">x</a><a href="${name}.sigstore">x</a>`),
    [path]: release.tarball,
    [`${path}.sigstore`]: bundle,
  };
  slow = await serveFaults(
    files,
    () => (exchange) => void setTimeout(() => wholeFile(exchange), 400),
  );
  guarded = await serveFaults(files, () => (exchange) => {
    const isNamed = exchange.request.headers.authorization !== undefined;
    (isNamed ? wholeFile : status(401))(exchange);
  });
  bare = await serveFaults({
    "": files[""],
    "3.14.99/": Buffer.from(`<a href="${name}">x</a>`),
    [path]: release.tarball,
  });
  nothing = await serveFaults({});
  xml = await serveFaults({}, () => ({ response }) => {
    response.end('<?xml version="1.0"?><list></list>');
  });
  const authority = createPrivateAuthority();
  writeFileSync(at("ca.pem"), authority.pem);
  tls = await serveTls(world.mirror.origin, authority.issue(["127.0.0.1"]));
  rekor = await startSearchableRekor([]);
  brokenTuf = await serveTufRepository(world.sigstore.trustedRoot(), { type: "target-malformed" });
  writeFileSync(at("broken-root.json"), brokenTuf.root);
  absentTuf = await serveTufRepository(world.sigstore.trustedRoot(), {
    type: "status",
    status: 403,
  });

  await write("pyverify.lock", pin("3.14.99"));
  await write("report.json", audit("--json"));
});
afterAll(async () => {
  const servers = [slow, guarded, bare, nothing, xml, tls, rekor, brokenTuf, absentTuf];
  await Promise.all([world.close(), ...servers.map((server) => server.close())]);
});

async function write(file: string, { args }: CommandLine): Promise<void> {
  const { stdout, stderr, exitCode } = await runInProcess(args);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  writeFileSync(at(file), stdout);
}

const rooted = (): string[] => ["--trusted-root", at("trusted_root.json")];
const tuf = (): string[] => ["--tuf-mirror", world.tuf.url, "--tuf-root", at("root.json")];
const from = (): string[] => ["--offline", "--from", at("from")];
const mirror = (url = world.mirror.url): string[] => ["--mirror", url, "--retries", "0"];
const hugo = [
  ["--certificate-identity", "hugo@python.org"],
  ["--certificate-oidc-issuer", "https://github.com/login/oauth"],
].flat();

const line = (...args: readonly string[]): CommandLine => ({ args });
const resolve = (spec: string, ...flags: string[]): CommandLine =>
  line("resolve", spec, "--format", "tgz", ...flags);
const pin = (spec: string, ...flags: string[]): CommandLine =>
  line(
    "pin",
    spec,
    ...(flags.includes("--format") ? [] : ["--format", "tgz"]),
    ...(flags.includes("--mirror") ? [] : mirror()),
    ...rooted(),
    ...flags,
  );
const audit = (...flags: string[]): CommandLine =>
  line("audit", "--bundles", at("bundles"), ...rooted(), ...flags);
const verify = (...flags: string[]): CommandLine => line("verify", ...flags, ...rooted());

let trees = 0;
/** A fetch into a folder of its own. */
function fetch(...args: readonly string[]): CommandLine {
  trees += 1;
  return line("fetch", ...args, "--format", "tgz", "--out", at(`out-${trees}`), ...rooted());
}

/** A lockfile in which the release has changed, by one of its words. */
function locked(file: string, pattern: RegExp, replacement: string): string {
  const changed = readFileSync(at("pyverify.lock"), "utf8").replaceAll(pattern, replacement);
  writeFileSync(at(file), changed);
  return at(file);
}

const help = (command: string): CommandLine => line(command, "--help");

/**
 * By the hint, as it stands in the source. The command lines are made when the tests run, since the
 * world has to be there.
 */
const followings: readonly (readonly [hint: string, make: () => Following])[] = [
  [
    "check the series, the mirror's address, or the folder given with --bundles",
    () => ({
      fails: audit("3.13"),
      advised: [audit("3.14")],
    }),
  ],
  [
    "--since takes the report.json of an earlier pyverify audit --report DIR",
    () => ({
      fails: audit("--since", at("trusted_root.json")),
      advised: [audit("--report", at("site")), audit("--since", at("site/report.json"))],
    }),
  ],
  [
    "give --report a folder that you may write to",
    () => ({
      fails: audit("--report", at("file/below")),
      advised: [audit("--report", at("another-site"))],
    }),
  ],
  [
    "give --feed a folder that you may write to",
    () => ({
      fails: audit("--feed", at("file/below")),
      advised: [audit("--feed", at("feed"))],
    }),
  ],
  [
    "leave one of them out; --feed takes a folder as well",
    () => {
      const check = ["check", at("file"), ...rooted(), "--feed"];
      return {
        fails: { args: [...check, world.mirror.url, "--offline"] },
        advised: [
          audit("--feed", at("site-of-digests")),
          { args: [...check, at("site-of-digests"), "--offline"] },
        ],
      };
    },
  ],
  [
    "unset it; a flag --some-flag is PYVERIFY_SOME_FLAG",
    () => ({
      fails: { ...resolve("3.14", ...mirror()), env: { PYVERIFY_SOMETHING_ELSE: "1" } },
      advised: [
        resolve("3.14", ...mirror()),
        { ...resolve("3.14"), env: { PYVERIFY_MIRROR: world.mirror.url } },
      ],
    }),
  ],
  [
    "fetch and compare take the source, verify and check any file by its name; pyverify pin has --artifact",
    () => ({
      fails: fetch("3.14.99", "--artifact", "source", ...from()),
      advised: [
        fetch("3.14.99", ...from()),
        pin("3.14.99", "--artifact", "source", "--format", "tgz"),
      ],
    }),
  ],
  [
    "the version is an argument without a flag, for example pyverify fetch 3.14.0",
    () => ({
      fails: fetch("--version", "3.14.99", ...from()),
      advised: [fetch("3.14.99", ...from())],
    }),
  ],
  [
    "pyverify --version prints pyverify's own version",
    () => ({
      fails: line("fetch", "-V"),
      advised: [line("--version")],
    }),
  ],
  [
    "nothing turns verification off; --ca FILE adds certificate authorities",
    () => ({
      fails: resolve("3.14", ...mirror(`${tls.origin}/ftp/python/`), "--insecure"),
      advised: [resolve("3.14", ...mirror(`${tls.origin}/ftp/python/`), "--ca", at("ca.pem"))],
    }),
  ],
  [
    "nothing is overwritten; give --out a folder that is missing or empty",
    () => ({
      fails: fetch("3.14.99", ...from(), "--force"),
      advised: [fetch("3.14.99", ...from())],
    }),
  ],
  [
    "pyverify calls it --${name}",
    () => ({
      fails: resolve("3.14.99", "--url", world.mirror.url),
      advised: [resolve("3.14.99", ...mirror())],
    }),
  ],
  [
    "see pyverify ${name} --help",
    () => ({ fails: line("fetch", "--zzzzzz"), advised: [help("fetch")] }),
  ],
  [
    "leave it out and set ${variable}, which pyverify reads by itself",
    () => ({
      fails: resolve("3.14", "--mirror", "$MIRROR"),
      advised: [{ ...resolve("3.14"), env: { PYVERIFY_MIRROR: world.mirror.url } }],
    }),
  ],
  [
    "see pyverify audit --help",
    () => ({
      fails: line("audit", "--offline"),
      advised: [help("audit")],
    }),
  ],
  [
    "leave one of them out; see pyverify check --help",
    () => ({
      fails: line("check", at("file"), "--as", "text", "--json"),
      advised: [
        line("check", at("file"), "--as", "text"),
        line("check", at("file"), "--json"),
        help("check"),
      ],
    }),
  ],
  [
    "leave one of them out; see pyverify pin --help",
    () => ({
      fails: pin("3.14.99", "--as", "env", "--json"),
      advised: [pin("3.14.99", "--as", "env"), pin("3.14.99", "--json"), help("pin")],
    }),
  ],
  [
    "see pyverify verify --help",
    () => ({
      fails: verify(at(`apart/${name}`), "--signature", at("file")),
      advised: [help("verify")],
    }),
  ],
  ["see pyverify --help", () => ({ fails: line(), advised: [line("--help")] })],
  ["see pyverify --help", () => ({ fails: line("--json", "fetch"), advised: [line("--help")] })],
  [
    "did you mean pyverify ${suggestion}?",
    () => ({
      fails: line("identitis"),
      advised: [line("identities")],
    }),
  ],
  [
    "give --source DIR, the folder of a checkout of the release's git tag",
    () => ({
      fails: line("compare", "3.14.99", "--format", "tgz", ...from(), ...rooted()),
      advised: [
        {
          ...line(
            "compare",
            "3.14.99",
            "--format",
            "tgz",
            ...from(),
            ...rooted(),
            "--source",
            at("empty"),
          ),
          ends: "is not made of its tag",
        },
      ],
    }),
  ],
  [
    "give it as an argument, for example 3.14.0, or as PYTHON_VERSION, or give --lock FILE",
    () => ({
      fails: fetch(...from()),
      advised: [
        fetch("3.14.99", ...from()),
        { ...fetch(...from()), env: { PYTHON_VERSION: "3.14.99" } },
        fetch(...from(), "--lock", at("pyverify.lock")),
      ],
    }),
  ],
  [
    "try pyverify inspect ${path}.sigstore",
    () => ({
      fails: line("inspect", at(`from/${name}`)),
      advised: [line("inspect", at(`from/${name}.sigstore`))],
    }),
  ],
  [
    "try pyverify verify ${artifact}; pyverify inspect shows what a bundle says",
    () => ({
      fails: verify(at(`from/${name}.sigstore`)),
      advised: [verify(at(`from/${name}`)), line("inspect", at(`from/${name}.sigstore`))],
    }),
  ],
  [
    "for example 3.14; for one release use pyverify fetch or pyverify verify",
    () => ({
      fails: audit("3.14.99"),
      advised: [audit("3.14"), fetch("3.14.99", ...from()), verify(at(`from/${name}`))],
    }),
  ],
  [
    "give a version or a series, for example 3.14, or --update FILE",
    () => ({
      fails: line("pin", ...mirror(), ...rooted()),
      advised: [
        pin("3.14"),
        line("pin", ...mirror(), ...rooted(), "--update", at("pyverify.lock")),
      ],
    }),
  ],
  [
    "choose another form, for example --as json",
    () => ({
      fails: line("pin", "3.14.99", ...mirror(), ...rooted(), "--artifact", "macos"),
      advised: [
        {
          ...line(
            "pin",
            "3.14.99",
            ...mirror(),
            ...rooted(),
            "--artifact",
            "macos",
            "--as",
            "json",
          ),
          ends: "is not on the mirror as macOS package",
        },
      ],
    }),
  ],
  [
    "give each a place of its own, for example --out /out/python --evidence /out/evidence --keep-tarball /out/python.tar.xz",
    () => ({
      fails: fetch("3.14.99", ...from(), "--evidence", at(`out-${trees + 1}/below`)),
      advised: [
        fetch(
          "3.14.99",
          ...from(),
          "--evidence",
          at("places/evidence"),
          "--keep-tarball",
          at("places/python.tgz"),
        ),
      ],
    }),
  ],
  [
    "download the .sigstore file that python.org has beside the tarball, or name it with --bundle",
    () => ({
      fails: verify(at(`apart/${name}`)),
      advised: [verify(at(`apart/${name}`), "--bundle", at(`from/${name}.sigstore`))],
    }),
  ],
  [
    "give --bundle, and --release VERSION, or --certificate-identity and --certificate-oidc-issuer",
    () => ({
      fails: verify(digest()),
      advised: [
        verify(digest(), "--bundle", at(`from/${name}.sigstore`), "--release", "3.14.99"),
        verify(digest(), "--bundle", at(`from/${name}.sigstore`), ...hugo),
      ],
    }),
  ],
  [
    "name the release with --release VERSION, or a signer with --certificate-identity and --certificate-oidc-issuer",
    () => ({
      fails: verify(at("unnamed"), "--bundle", at(`from/${name}.sigstore`)),
      advised: [
        verify(at("unnamed"), "--bundle", at(`from/${name}.sigstore`), "--release", "3.14.99"),
        verify(at("unnamed"), "--bundle", at(`from/${name}.sigstore`), ...hugo),
      ],
    }),
  ],
  [
    'raise it with --timeout SECONDS${chosenBy === "nothing" ? "" : ',
    () => ({
      fails: pin("3.14.99", ...mirror(slow.url), "--timeout", "0.1"),
      advised: [pin("3.14.99", ...mirror(slow.url), "--timeout", "60"), pin("3.14.99")],
    }),
  ],
  [
    "raise the limit with --timeout SECONDS",
    () => ({
      fails: resolve("3.14", ...mirror(slow.url), "--timeout", "0.6"),
      advised: [resolve("3.14", ...mirror(slow.url), "--timeout", "60")],
    }),
  ],
  [
    "try again, or raise --stall-timeout SECONDS${orAnother(place)}",
    () => ({
      fails: resolve("3.14", ...mirror(slow.url), "--stall-timeout", "0.1"),
      advised: [
        resolve("3.14", ...mirror(slow.url), "--stall-timeout", "60"),
        resolve("3.14", ...mirror()),
      ],
    }),
  ],
  [
    "if a proxy of yours answers for it, give its certificate authority with --ca FILE or SSL_CERT_FILE",
    () => ({
      fails: resolve("3.14", ...mirror(`${tls.origin}/ftp/python/`)),
      advised: [
        resolve("3.14", ...mirror(`${tls.origin}/ftp/python/`), "--ca", at("ca.pem")),
        {
          ...resolve("3.14", ...mirror(`${tls.origin}/ftp/python/`)),
          env: { SSL_CERT_FILE: at("ca.pem") },
        },
      ],
    }),
  ],
  [
    "check the network of this build and whether it needs a proxy; run pyverify doctor",
    () => ({
      fails: resolve("3.14", ...mirror("http://127.0.0.1:9/")),
      advised: [
        {
          ...line("doctor", ...mirror("http://127.0.0.1:9/"), ...rooted(), "--out", at("doctor")),
          ends: "cannot reach",
        },
        line("doctor", ...mirror(), ...rooted(), "--out", at("doctor"), "--format", "tgz"),
      ],
    }),
  ],
  [
    "check HTTP_PROXY, HTTPS_PROXY and NO_PROXY; run pyverify doctor",
    () => ({
      fails: { ...resolve("3.14", ...mirror()), env: { HTTP_PROXY: "http://127.0.0.1:9" } },
      advised: [
        {
          ...line("doctor", ...mirror(), ...rooted(), "--out", at("doctor")),
          env: { HTTP_PROXY: "http://127.0.0.1:9" },
          ends: "cannot reach",
        },
        {
          ...resolve("3.14", ...mirror()),
          env: { HTTP_PROXY: "http://127.0.0.1:9", NO_PROXY: "127.0.0.1" },
        },
      ],
    }),
  ],
  [
    "the mirror asks for a user name and password: --mirror https://USER:PASSWORD@HOST/…",
    () => ({
      fails: resolve("3.14", ...mirror(guarded.url)),
      advised: [resolve("3.14", ...mirror(guarded.url.replace("//", "//user:password@")))],
    }),
  ],
  [
    "use --full, which downloads the tarball and reads which release it is",
    () => ({
      fails: line(
        "pin",
        ...mirror(),
        ...rooted(),
        "--update",
        locked("older.lock", /3\.14\.99/g, "3.14.98"),
      ),
      advised: [line("pin", ...mirror(), ...rooted(), "--update", at("older.lock"), "--full")],
    }),
  ],
  [
    "${unset}ask for one of these, or make the lockfile anew: pyverify pin VERSION... >FILE",
    () => ({
      fails: fetch("3.14.1", ...from(), "--lock", at("pyverify.lock")),
      advised: [fetch("3.14.99", ...from(), "--lock", at("pyverify.lock")), pin("3.14.99")],
    }),
  ],
  [
    "name one: the version, and --format where both are locked",
    () => ({
      fails: line("fetch", ...from(), ...rooted(), "--out", at("one"), "--lock", twoLocked()),
      advised: [fetch("3.14.99", ...from(), "--lock", at("two.lock"))],
    }),
  ],
  [
    "restore it, for example from version control, or make it anew with pyverify pin",
    () => ({
      fails: fetch("3.14.99", ...from(), "--lock", at("file")),
      advised: [pin("3.14.99"), fetch("3.14.99", ...from(), "--lock", at("pyverify.lock"))],
    }),
  ],
  [
    "make one with pyverify pin",
    () => ({
      fails: fetch("3.14.99", ...from(), "--lock", at("empty.lock")),
      advised: [pin("3.14.99"), fetch("3.14.99", ...from(), "--lock", at("pyverify.lock"))],
    }),
  ],
  [
    "check the path, or make one with pyverify pin",
    () => ({
      fails: fetch("3.14.99", ...from(), "--lock", at("nowhere")),
      advised: [pin("3.14.99"), fetch("3.14.99", ...from(), "--lock", at("pyverify.lock"))],
    }),
  ],
  [
    "it is signed, yet it has changed: find out why before you renew the lock with pyverify pin",
    () => ({
      fails: fetch(
        "3.14.99",
        ...from(),
        "--lock",
        locked("changed.lock", /(?<=bundle-sha256 = ")\w{4}/g, "0000"),
      ),
      advised: [pin("3.14.99"), fetch("3.14.99", ...from(), "--lock", at("pyverify.lock"))],
    }),
  ],
  [
    "update pyverify, or name the signer with --certificate-identity and --certificate-oidc-issuer",
    () => ({
      fails: resolve("3.99.0", ...mirror()),
      advised: [{ ...resolve("3.99.0", ...mirror(), ...hugo), ends: "is not on the mirror" }],
    }),
  ],
  [
    "find out who wrote that; if it is meant, give --certificate-identity and --certificate-oidc-issuer on the command line, without --strict",
    () => ({
      fails: { ...fetch("3.14.99", ...from()), env: others("PYVERIFY_") },
      advised: [{ ...fetch("3.14.99", ...from(), ...someone), ends: "someone@example.com" }],
    }),
  ],
  [
    "--from DIR takes ${exampleName(artifact)} and the .sigstore file beside it, both in DIR or in DIR/X.Y.Z",
    () => ({
      fails: fetch("3.14.99", "--offline", "--from", at("empty")),
      advised: [fetch("3.14.99", "--offline", "--from", filled())],
    }),
  ],
  [
    "put tarball and bundle there, or name another folder with --from DIR",
    () => ({
      fails: fetch("3.14", "--offline", "--from", at("empty")),
      advised: [fetch("3.14", "--offline", "--from", filled()), fetch("3.14", ...from())],
    }),
  ],
  [
    "name another folder with --from DIR",
    () => ({
      fails: fetch("3.14", "--offline", "--from", at("apart")),
      advised: [fetch("3.14", ...from())],
    }),
  ],
  [
    "leave --offline out, or name the folder that holds them",
    () => ({
      fails: fetch("3.14.99", "--offline"),
      advised: [fetch("3.14.99", ...mirror()), fetch("3.14.99", ...from())],
    }),
  ],
  [
    "choose another mirror with --mirror URL",
    () => ({
      fails: resolve("3.14", ...mirror(bare.url)),
      advised: [resolve("3.14", ...mirror())],
    }),
  ],
  [
    "choose a mirror that carries the .sigstore files, with --mirror URL",
    () => ({
      fails: pin("3.14.99", ...mirror(bare.url)),
      advised: [pin("3.14.99")],
    }),
  ],
  [
    "check the version, or choose another mirror with --mirror URL",
    () => ({
      fails: resolve("3.14.98", ...mirror(nothing.url)),
      advised: [resolve("3.14.99", ...mirror())],
    }),
  ],
  [
    "it is there in another format: --format ${otherForm.type.format}",
    () => ({
      fails: line("resolve", "3.14.99", ...mirror()),
      advised: [line("resolve", "3.14.99", ...mirror(), "--format", "tgz")],
    }),
  ],
  [
    "take the other format, --format ${other}, or ${listing.elsewhere}",
    () => ({
      fails: line("resolve", "3.14", ...mirror()),
      advised: [line("resolve", "3.14", ...mirror(), "--format", "tgz")],
    }),
  ],
  [
    "give a folder of the same files with --bundles DIR",
    () => ({
      fails: line("audit", ...mirror(xml.url), ...rooted()),
      advised: [audit()],
    }),
  ],
  [
    "name the exact version, which needs no listing",
    () => ({
      fails: resolve("3.14", ...mirror(`${world.mirror.url}3.14.99/nowhere/`)),
      advised: [resolve("3.14.99", ...mirror())],
    }),
  ],
  [
    "pyverify fetch takes a folder with --from DIR, and pyverify audit with --bundles DIR",
    () => ({
      fails: resolve("3.14.99", ...mirror(`file://${at("from")}`)),
      advised: [fetch("3.14.99", ...from()), audit()],
    }),
  ],
  [
    "check --rekor URL, which has to be a Rekor v1; if it is right, retry later",
    () => ({
      fails: line("audit", ...mirror(), ...rooted(), "--rekor", world.mirror.url),
      advised: [line("audit", ...mirror(), ...rooted(), "--rekor", rekor.origin)],
    }),
  ],
  [
    "update pyverify, or do without it: --trusted-root embedded takes the root that is built in",
    () => ({
      fails: line(
        "verify",
        at(`from/${name}`),
        "--tuf-mirror",
        brokenTuf.url,
        "--tuf-root",
        at("broken-root.json"),
      ),
      advised: [
        {
          ...line("verify", at(`from/${name}`), "--trusted-root", "embedded"),
          ends: "transparency log is unknown",
        },
      ],
    }),
  ],
  [
    "retry later, or do without it: --trusted-root embedded takes the root that is built in",
    () => ({
      fails: line(
        "verify",
        at(`from/${name}`),
        "--tuf-mirror",
        absentTuf.url,
        "--tuf-root",
        at("root.json"),
      ),
      advised: [
        {
          ...line("verify", at(`from/${name}`), "--trusted-root", "embedded"),
          ends: "transparency log is unknown",
        },
      ],
    }),
  ],
  [
    "update pyverify, or use --trusted-root tuf, which needs the network",
    () => ({
      fails: line("verify", at(`from/${name}`), "--trusted-root", "embedded"),
      advised: [line("verify", at(`from/${name}`), "--trusted-root", "tuf", ...tuf())],
    }),
  ],
  [
    "use a trusted_root.json as Sigstore publishes it, or leave --trusted-root out",
    () => ({
      fails: line("verify", at(`from/${name}`), "--trusted-root", at("file")),
      advised: [
        line("verify", at(`from/${name}`), "--trusted-root", at("trusted_root.json")),
        line("verify", at(`from/${name}`), ...tuf()),
      ],
    }),
  ],
  [
    "check --tuf-mirror and --tuf-root; if they are right, somebody changed the metadata",
    () => ({
      fails: line(
        "verify",
        at(`from/${name}`),
        "--tuf-mirror",
        world.tuf.url,
        "--tuf-root",
        at("broken-root.json"),
      ),
      advised: [line("verify", at(`from/${name}`), ...tuf())],
    }),
  ],
  [
    "name the instance's root.json with --tuf-root",
    () => ({
      fails: line("verify", at(`from/${name}`), "--tuf-mirror", world.tuf.url),
      advised: [line("verify", at(`from/${name}`), ...tuf())],
    }),
  ],
  [
    "--tuf-root takes the root.json that the instance in --tuf-mirror publishes",
    () => ({
      fails: line(
        "verify",
        at(`from/${name}`),
        "--tuf-mirror",
        world.tuf.url,
        "--tuf-root",
        at("file"),
      ),
      advised: [line("verify", at(`from/${name}`), ...tuf())],
    }),
  ],
];

const someone = [
  ["--certificate-identity", "someone@example.com"],
  ["--certificate-oidc-issuer", "https://accounts.google.com"],
].flat();

function others(prefix: string): Record<string, string> {
  return {
    [`${prefix}CERTIFICATE_IDENTITY`]: "someone@example.com",
    [`${prefix}CERTIFICATE_OIDC_ISSUER`]: "https://accounts.google.com",
  };
}

function digest(): string {
  const [, hex = ""] =
    /tarball-sha256 = "(\w+)"/.exec(readFileSync(at("pyverify.lock"), "utf8")) ?? [];
  return `sha256:${hex}`;
}

/** A lockfile with a release in both formats. */
function twoLocked(): string {
  const text = readFileSync(at("pyverify.lock"), "utf8");
  const entry = text.slice(text.indexOf("[[release]]"));
  writeFileSync(at("two.lock"), `${text}\n${entry.replaceAll("tgz", "tar.xz")}`);
  return at("two.lock");
}

/** A folder that was empty, with tarball and bundle put there. */
function filled(): string {
  if (!existsSync(at("filled"))) cpSync(at("from/3.14.99"), at("filled"), { recursive: true });
  return at("filled");
}

/** What stands still in a hint, whatever is set into it. */
function wordsOf(hint: string): string[] {
  return hint.split(/\$\{[^}]*\}?/).filter((words) => words.trim().length > 2);
}

async function run({ args, env }: CommandLine) {
  const { exitCode, stdout, stderr }: Run = await runInProcess(args, env);
  return { exitCode, printed: stderr + stdout };
}

describe("a hint that is followed leads further", () => {
  it.each(followings)("%s", async (hint, make) => {
    const { fails, advised } = make();
    const failed = await run(fails);
    for (const words of wordsOf(hint)) expect(failed.printed).toContain(words);
    expect(failed.exitCode).toBeGreaterThan(1);
    for (const { ends, ...next } of advised) {
      const { exitCode, printed } = await run(next);
      // Whole, so that a failure tells what was run and what it said.
      expect({ ...next, printed, isGood: exitCode === 0 }).toEqual({
        ...next,
        printed: expect.stringContaining(ends ?? ""),
        isGood: ends === undefined,
      });
    }
  });
});

describe("all advice in the source that names a flag or a command", () => {
  const source = join(import.meta.dirname, "../../../src");
  const advice = globSync("**/*.ts", { cwd: source })
    .filter((file) => !/cli\/help\/|\/page\/|feed\/index-page/.test(file))
    .flatMap((file) => {
      const isDescribed = /definition\.ts$|cli\/flags\//.test(file);
      return readFileSync(join(source, file), "utf8")
        .split("\n")
        .filter(
          (text) => !/^\s*(?:\/?\*|\/\/)/.test(text) && (!isDescribed || text.includes("hint:")),
        )
        .flatMap((text) =>
          [...text.matchAll(/(["`])((?:(?!\1).)*)\1/g)].map(([, , words = ""]) => words),
        );
    })
    .filter(
      (words) => / /.test(words) && /(?<![\w-])--[a-z]|\bpyverify (?:[a-z]{3,}|\$\{)/.test(words),
    )
    .filter((words) => !noAdvice.some((pattern) => pattern.test(words)));

  it("is followed above, or has a reason why it is not", () => {
    const known = new Set([...Object.keys(notFollowed), ...followings.map(([hint]) => hint)]);
    expect(advice.length).toBeGreaterThan(50);
    expect(advice.filter((words) => !known.has(words))).toEqual([]);
  });

  it("is still in the source", () => {
    const whole = readAll(source);
    const known = [...Object.keys(notFollowed), ...followings.map(([hint]) => hint)];
    expect(known.filter((words) => !whole.includes(words))).toEqual([]);
  });
});

function readAll(folder: string): string {
  return globSync("**/*.ts", { cwd: folder })
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}
