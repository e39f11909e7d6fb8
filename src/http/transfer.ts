import type { IncomingMessage } from "node:http";

import { PyverifyError } from "../base/errors.ts";
import type { StageContext } from "../base/progress.ts";
import { type AttemptOutcome, retryable } from "./attempt-outcome.ts";
import { retryAfter } from "./backoff.ts";
import type { FileRequest } from "./file-request.ts";
import { networkFailure, proxyRefused } from "./response/network-failure.ts";
import type { NetworkSettings } from "./settings/network-settings.ts";
import { proxyBehind } from "./response/proxy-behind.ts";
import { ReceivedBody } from "./response/received-body.ts";
import { type Connections, sendRequest } from "./request.ts";
import { checkFirstBytes, checkHeaders } from "./response/response-content.ts";
import {
  brokeOff,
  longerThanAnnounced,
  stalled,
  tooLarge,
  unexpectedResponse,
  unexpectedStatus,
} from "./response/response-failures.ts";
import type { ResponsePlace } from "./response/response-place.ts";
import { partOf, strongValidator } from "./response/response-headers.ts";

/** The server is there, the file is not, and asking again will not change it. */
export const absentStatuses: ReadonlySet<number> = new Set([403, 404, 410]);
const retryableStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

/** One file on its way into memory, over as many attempts as it takes. */
export class Transfer {
  readonly #asked: URL;
  readonly #request: FileRequest;
  readonly #settings: NetworkSettings;
  readonly #connections: Connections;
  readonly #body: ReceivedBody;
  /** where the redirects of this attempt have led so far */
  #url: URL;
  /** what tells that the file is still the same one: RFC 9110, section 13.1.5 */
  #validator: string | undefined;
  #total: number | undefined;

  constructor(
    url: string,
    request: FileRequest,
    settings: NetworkSettings,
    connections: Connections,
  ) {
    this.#asked = new URL(url);
    this.#url = this.#asked;
    this.#request = request;
    this.#settings = settings;
    this.#connections = connections;
    this.#body = new ReceivedBody(request.maxBytes);
  }

  /** Bytes that are here so far. */
  get received(): number {
    return this.#body.length;
  }

  /**
   * One attempt, which resumes what earlier ones left where the server allows it.
   *
   * @throws {PyverifyError} network, where another attempt would end the same
   */
  async attempt(context: StageContext): Promise<AttemptOutcome> {
    const { stallTimeout } = this.#settings;
    this.#url = this.#asked;
    const silence = new AbortController();
    const watch = setTimeout(() => silence.abort(), stallTimeout);
    let isAnswered = false;
    try {
      const { response, lateFailure } = await sendRequest(
        this.#asked,
        {
          method: this.#request.json === undefined ? "GET" : "POST",
          headers: this.#headers(),
          body: this.#request.json,
          connections: this.#connections,
          tunnelTimeout: stallTimeout,
          signal: AbortSignal.any([context.signal, silence.signal]),
          onHop: (url) => {
            this.#url = url;
          },
        },
        context,
      );
      isAnswered = true;
      watch.refresh();
      return await this.#receive(response, lateFailure, () => watch.refresh());
    } catch (error) {
      context.signal.throwIfAborted();
      if (silence.signal.aborted) return retryable(stalled(this.#place, stallTimeout));
      if (error instanceof PyverifyError) throw error;
      const failure = isAnswered
        ? brokeOff(this.#place, this.#body.length, this.#total, error)
        : networkFailure(error, this.#place, this.#settings);
      return { type: "failed", failure };
    } finally {
      clearTimeout(watch);
    }
  }

  /** A repository of TUF may say 403 of what is not there, and is asked for what need not be. */
  get #isOfRelease(): boolean {
    return this.#request.expect !== "metadata";
  }

  get #place(): ResponsePlace {
    return { asked: this.#asked, url: this.#url, chosenBy: this.#request.chosenBy };
  }

  #headers(): Record<string, string> {
    const { json, unlessStill } = this.#request;
    const headers: Record<string, string> = {
      "user-agent": this.#settings.userAgent,
      accept: "*/*",
      "accept-encoding": "identity",
    };
    if (json !== undefined) headers["content-type"] = "application/json";
    if (this.#body.length > 0 && this.#validator !== undefined) {
      headers["range"] = `bytes=${this.#body.length}-`;
      headers["if-range"] = this.#validator;
      return headers;
    }
    if (unlessStill?.etag !== undefined) headers["if-none-match"] = unlessStill.etag;
    if (unlessStill?.lastModified !== undefined) {
      headers["if-modified-since"] = unlessStill.lastModified;
    }
    return headers;
  }

  async #receive(
    response: IncomingMessage,
    lateFailure: () => Error | undefined,
    alive: () => void,
  ): Promise<AttemptOutcome> {
    const body = this.#body;
    try {
      const outcome = this.#judgeStatus(response);
      if (outcome !== undefined) return outcome;
      checkHeaders(this.#place, response, this.#request);
      const expected = this.#prepare(response);
      for await (const chunk of response as AsyncIterable<Buffer>) {
        alive();
        if (body.length === 0) checkFirstBytes(this.#place, response, chunk, this.#request);
        if (!body.append(chunk)) throw this.#tooLong();
        this.#request.onProgress?.(body.length, this.#total);
      }
      if (lateFailure() !== undefined) throw longerThanAnnounced(this.#place, body.length);
      if (expected !== undefined && body.length !== expected) {
        return { type: "failed", failure: brokeOff(this.#place, body.length, expected) };
      }
      const { etag, "last-modified": lastModified } = response.headers;
      return {
        type: "complete",
        body: body.finish(),
        url: this.#url,
        contentType: response.headers["content-type"] ?? "",
        validators: { etag, lastModified },
      };
    } catch (error) {
      // Node may find what follows the file before its last piece has been read here.
      const isWhole = response.complete && body.length === this.#total;
      throw isWhole && lateFailure() !== undefined
        ? longerThanAnnounced(this.#place, body.length)
        : error;
    } finally {
      // A body that came whole is read away, or its connection would stay busy and keep Node alive
      // until the server drops it; what is left of any other ends with its connection.
      if (response.complete) response.resume();
      else response.destroy();
    }
  }

  /** @returns how the attempt ends, unless the file is on its way */
  #judgeStatus(response: IncomingMessage): AttemptOutcome | undefined {
    const { statusCode: status = 0, headers } = response;
    if (status === 200 || status === 206) return undefined;
    const proxy = proxyBehind(this.#url, response, this.#settings);
    if (status === 407 || (status === 403 && proxy !== undefined && this.#isOfRelease)) {
      throw proxyRefused(this.#url, proxy, status);
    }
    if (absentStatuses.has(status)) return { type: "absent", status };
    if (status === 304 && this.#request.unlessStill !== undefined) {
      return { type: "absent", status };
    }
    const error = unexpectedStatus(this.#place, status);
    if (status === 416 && this.#body.length > 0) {
      // The file is shorter now than what was received of it: start anew.
      this.#body.restart(undefined);
      return retryable(error);
    }
    const wait = retryAfter(headers["retry-after"], Date.now());
    const failure = { retryable: retryableStatuses.has(status), retryAfter: wait, error };
    return { type: "failed", failure };
  }

  /** Makes the body ready for what is coming, and returns how long it will be in the end. */
  #prepare({ statusCode, headers }: IncomingMessage): number | undefined {
    if (statusCode === 206) {
      const part = partOf(headers["content-range"]);
      const contradicts = this.#total !== undefined && part?.total !== this.#total;
      const { length } = this.#body;
      if (part === undefined || part.start === 0 || part.start !== length || contradicts) {
        const because = "it sent another part of the file than was asked for";
        throw unexpectedResponse(this.#place, because);
      }
      this.#total = part.total;
      return part.total;
    }
    const announced = headers["content-length"];
    const length = announced === undefined ? undefined : Number(announced);
    this.#validator = strongValidator(headers);
    this.#total = length;
    if (!this.#body.restart(length)) throw tooLarge(this.#place, length, this.#request);
    this.#request.onProgress?.(0, length);
    return length;
  }

  #tooLong(): PyverifyError {
    return this.#total === undefined
      ? tooLarge(this.#place, undefined, this.#request)
      : longerThanAnnounced(this.#place, this.#total);
  }
}
