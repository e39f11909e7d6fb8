import type { StageContext } from "../base/progress.ts";
import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { FileRequest, Validators } from "./file-request.ts";

/** The one way to the network: for python.org, for mirrors and for TUF. */
export interface HttpClient {
  /**
   * Fetches a file into memory: tried again after failures that may pass, resumed where it broke
   * off, never beyond `maxBytes`.
   *
   * @throws {PyverifyError} network, or the signal's reason
   */
  get(url: string, request: FileRequest, context: StageContext): Promise<HttpResponse>;
  /**
   * Asks whether something lies there, without fetching it.
   *
   * @throws {PyverifyError} network, or the signal's reason
   */
  head(url: string, context: StageContext): Promise<HeadResponse>;
}

export type HttpResponse =
  | {
      readonly found: true;
      readonly body: HashedBytes;
      /** where the redirects led */
      readonly url: string;
      readonly contentType: string;
      readonly validators: Validators;
    }
  /**
   * 403, 404 or 410: the server is there, the file is not, and asking again will not change it; or
   * 304, where the request names what it may still be
   */
  | { readonly found: false; readonly status: number };

export type HeadResponse =
  | { readonly found: true; readonly date: Date | undefined }
  | { readonly found: false; readonly status: number };
