/** What the caller of the HTTP client expects at a URL, and how much of it may be held. */
export interface Expectation {
  /** a tarball, a bundle and metadata are never web pages; a page may be anything */
  readonly expect: "tarball" | "bundle" | "metadata" | "page";
  /** bytes held in memory at most; a longer body is refused */
  readonly maxBytes: number;
  /** a question in JSON, which makes the request a POST */
  readonly json?: string;
  /** bytes so far, and of how many, where the server says so; `done` falls when a download restarts */
  readonly onProgress?: (done: number, total: number | undefined) => void;
}
