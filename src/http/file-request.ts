/** What the caller of the HTTP client asks for, and how much of it may be held. */
export interface FileRequest {
  /** a tarball, a bundle and metadata are never web pages; a page may be anything */
  readonly expect: "tarball" | "bundle" | "metadata" | "page";
  /** bytes held in memory at most; a longer body is refused */
  readonly maxBytes: number;
  /** a question in JSON, which makes the request a POST */
  readonly json?: string;
  /** bytes so far, and of how many, where the server says so; `done` falls when a download restarts */
  readonly onProgress?: (done: number, total: number | undefined) => void;
  /** what is at hand already: if it is still that, the response is status 304 and no body */
  readonly unlessStill?: Validators;
  /** the flag that chooses another server, for hints: `--mirror URL` if left out */
  readonly chosenBy?: `--${string} URL` | "nothing";
}

/**
 * What a server said about a file by which it can be asked later whether it has changed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8
 */
export interface Validators {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}
