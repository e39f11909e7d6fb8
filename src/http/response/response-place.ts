import { redactUrl } from "../../base/redact-url.ts";
import type { FileRequest } from "../file-request.ts";

/** Whose response it is, or should have been. */
export interface ResponsePlace {
  /** what the caller named */
  readonly asked: URL;
  /** where redirects have led so far */
  readonly url: URL;
  readonly chosenBy?: FileRequest["chosenBy"];
}

/** What makes sense of an address that nobody has given. */
export function redirectedFrom(asked: URL, url: URL): string {
  return asked.href === url.href ? "" : `; ${redactUrl(asked)} redirects there`;
}
