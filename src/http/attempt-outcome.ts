import type { PyverifyError } from "../base/errors.ts";
import type { HashedBytes } from "../files/hashed-bytes.ts";
import type { Validators } from "./file-request.ts";

/** A failure of one attempt, and whether another attempt might fare better. */
export interface AttemptFailure {
  readonly error: PyverifyError;
  readonly retryable: boolean;
  /** milliseconds that the server asked to be left alone */
  readonly retryAfter?: number | undefined;
}

/** How one attempt at a file has ended. */
export type AttemptOutcome =
  | {
      readonly type: "complete";
      readonly body: HashedBytes;
      /** where the redirects led */
      readonly url: URL;
      readonly contentType: string;
      readonly validators: Validators;
    }
  | { readonly type: "absent"; readonly status: number }
  | { readonly type: "failed"; readonly failure: AttemptFailure };

/** A failure that another attempt may not meet. */
export function retryable(error: PyverifyError): AttemptOutcome {
  return { type: "failed", failure: { retryable: true, error } };
}
