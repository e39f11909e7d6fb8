import type { IncomingMessage } from "node:http";
import type { NetworkSettings } from "../settings/network-settings.ts";
import { proxyPort } from "../settings/proxy-settings.ts";

/**
 * The proxy that a response over plain HTTP came through, if it did: such a proxy reads what it
 * forwards and may have answered itself. Inside a tunnel it cannot.
 *
 * @returns its address, which may hold a password
 */
export function proxyBehind(
  url: URL,
  { socket }: IncomingMessage,
  { proxies }: NetworkSettings,
): string | undefined {
  if (proxies.http === undefined || url.protocol === "https:") return undefined;
  return socket.remotePort === proxyPort(proxies.http) ? proxies.http : undefined;
}
