import { lookup } from "node:dns/promises";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";

import type { HttpClient } from "./http/http-client.ts";
import type { NetworkSettings } from "./http/settings/network-settings.ts";
import { withoutCredentials } from "./http/settings/proxy-settings.ts";
import { redactUrl } from "./base/redact-url.ts";
import { PyverifyError } from "./base/errors.ts";
import { checkDestination } from "./extract/extract.ts";
import { checkDecoder } from "./extract/decode/check-decoder.ts";
import type { StageContext } from "./base/progress.ts";
import type { TarballFormat } from "./release/release.ts";
import { trustedRoot, type TrustedRootSource } from "./trust/trust.ts";
import { messageOf } from "./base/error-message.ts";

/** One thing that a build needs. */
export interface HealthCheck {
  readonly name: string;
  /**
   * Looks whether it is there.
   *
   * @throws {PyverifyError} what `fetch` would fail with
   */
  run(context: StageContext): Promise<Finding>;
}

export interface Finding {
  /** a warning is what fetch would get along with */
  readonly outcome: "ok" | "warning";
  readonly text: string;
}

/** The network as a fetch would use it. */
export interface NetworkUse {
  readonly settings: NetworkSettings;
  readonly http: HttpClient;
  readonly mirror: string;
}

/** Milliseconds by which a clock may be wrong before that is worth a word. */
const tolerableSkew = 5 * 60 * 1000;
/** And before certificates and TUF metadata count as expired, or as not yet valid. */
const harmfulSkew = 24 * 60 * 60 * 1000;

/** The name of the mirror, or of the proxy that looks it up instead, can be looked up. */
export function nameLookUp({ settings, mirror }: NetworkUse): HealthCheck {
  return {
    name: "name look-up",
    run: async () => {
      const url = new URL(mirror);
      const proxy = url.protocol === "https:" ? settings.proxies.https : settings.proxies.http;
      const host = new URL(proxy ?? mirror).hostname.replace(/^\[(.+)\]$/, "$1");
      const whose = proxy === undefined ? "" : ", which is the proxy";
      try {
        const { address } = await lookup(host);
        return { outcome: "ok", text: `${host} is ${address}${whose}` };
      } catch (cause) {
        throw new PyverifyError("network", "unreachable", `the name ${host} cannot be looked up`, {
          because: messageOf(cause),
          hint: "give the build a network (docker build --network), a DNS server, or a proxy",
          cause,
        });
      }
    },
  };
}

/** The mirror answers, and its clock agrees with this one. */
export function mirrorAnswer({ settings, http, mirror }: NetworkUse): HealthCheck {
  return {
    name: "mirror and clock",
    run: async (context) => {
      const answer = await http.head(mirror, context);
      const proxy = mirror.startsWith("https:") ? settings.proxies.https : settings.proxies.http;
      const way = proxy === undefined ? "" : ` (proxy: ${withoutCredentials(proxy)})`;
      const place = `${redactUrl(mirror)}${way}`;
      if (!answer.found) {
        // Some mirrors list no folders, and serve the files all the same.
        return { outcome: "warning", text: `${place} answers with status ${answer.status}` };
      }
      if (answer.date === undefined) return { outcome: "ok", text: `${place} answers` };
      return judgeClock(place, Date.now() - answer.date.getTime());
    },
  };
}

/** Sigstore's trusted root can be had from where fetch would get it. */
export function trustedRootAtHand(source: TrustedRootSource): HealthCheck {
  return {
    name: "trusted root",
    run: async (context) => {
      const root = await trustedRoot(source, context);
      return { outcome: "ok", text: `${root.origin}, sha256:${root.sha256}` };
    },
  };
}

/** The output folder is missing or empty, and can be filled. */
export function outputFolder(destination: string): HealthCheck {
  return {
    name: "output folder",
    run: async () => {
      const said: string[] = [];
      checkDestination(destination, (event) => {
        if (event.type === "warning") said.push(`; ${event.message}`);
      });
      return { outcome: "ok", text: `${destination} can be filled${said.join("")}` };
    },
  };
}

/** Whether a cache can be used; a fetch gets along without it. */
export function cacheFolder(folder: string): HealthCheck {
  return {
    name: "cache",
    run: async () => {
      try {
        await rm(await mkdtemp(path.join(existingPart(folder), "doctor-")), { recursive: true });
        return { outcome: "ok", text: `${folder} can be written to` };
      } catch (cause) {
        const reason = messageOf(cause);
        return { outcome: "warning", text: `${folder} cannot be written to: ${reason}` };
      }
    },
  };
}

/** The decoder works, by decoding the smallest tarball there is. */
export function decoder(format: TarballFormat): HealthCheck {
  return {
    name: "decoder",
    run: async () => {
      if (format === "tgz") return { outcome: "ok", text: "a .tgz needs none besides Node's own" };
      const isNobody = await checkDecoder();
      const user = isNobody ? "a user who owns nothing" : "the user who runs pyverify";
      const text = `lzma_native.node decodes .tar.xz, in a process of ${user}`;
      return { outcome: "ok", text };
    },
  };
}

/** The folder itself, or what there is of the path to it: a fetch makes the rest. */
function existingPart(folder: string): string {
  const absolute = path.resolve(folder);
  return existsSync(absolute) ? absolute : existingPart(path.dirname(absolute));
}

function judgeClock(place: string, skew: number): Finding {
  const minutes = Math.round(Math.abs(skew) / 60_000);
  const difference = `this clock is ${minutes} minutes ${skew > 0 ? "ahead of" : "behind"} it`;
  if (Math.abs(skew) > harmfulSkew) {
    throw new PyverifyError("trusted-root", "tuf-expired", `the clock disagrees with ${place}`, {
      because: `${difference}, so that certificates and TUF metadata are not valid by it`,
      hint: "set this machine's clock",
    });
  }
  return Math.abs(skew) > tolerableSkew
    ? { outcome: "warning", text: `${place} answers, but ${difference}` }
    : { outcome: "ok", text: `${place} answers, and the clocks agree` };
}
