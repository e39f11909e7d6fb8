import type { HttpClient } from "./client.ts";
import type { NetworkSettings } from "./settings/network-settings.ts";

/** The client of a run that may not need one: its modules are loaded with its first request. */
export function httpClientWhenNeeded(settings: NetworkSettings): HttpClient {
  let loading: Promise<HttpClient> | undefined;
  const load = (): Promise<HttpClient> =>
    (loading ??= import("./http-client.ts").then(({ httpClient }) => httpClient(settings)));
  return {
    get: async (url, expectation, context) => (await load()).get(url, expectation, context),
    head: async (url, context) => (await load()).head(url, context),
  };
}
