import { type FailureCode, PyverifyError } from "../../base/errors.ts";
import { redactUrl } from "../../base/redact-url.ts";
import type { FileRequest } from "../file-request.ts";
import type { AttemptFailure } from "../attempt-outcome.ts";
import { redirectedFrom, type ResponsePlace } from "./response-place.ts";

/** Not a byte came for too long. */
export function stalled(place: ResponsePlace, stallTimeout: number): PyverifyError {
  return failure("timed-out", place, `sent nothing for ${stallTimeout / 1000} s`, {
    because: "the connection counts as dead then",
    hint: `try again, or raise --stall-timeout SECONDS${orAnother(place)}`,
  });
}

/** A status that says neither that the file is there nor that it is not. */
export function unexpectedStatus(place: ResponsePlace, status: number): PyverifyError {
  const asksForPassword = status === 401 && place.chosenBy === undefined;
  return failure("http-status", place, `was answered with status ${status}`, {
    because: meaningOf(status),
    hint: asksForPassword
      ? "the mirror asks for a user name and password: --mirror https://USER:PASSWORD@HOST/…"
      : `try again later${orAnother(place)}`,
  });
}

function meaningOf(status: number): string {
  if (status >= 500) return "the server, or one in front of it, has a problem";
  switch (status) {
    case 401:
      return "it gives the file to those alone who name themselves";
    case 403:
      return "it, or a proxy or firewall in front of it, does not give the file to this client";
    case 404:
    case 410:
      return "the server is there, and the file is not";
    case 408:
    case 425:
    case 429:
      return "the server has too much to do, or too much of it from here";
    default:
      return status >= 400
        ? "the server does not accept the request"
        : "that says neither that the file is there nor that it is not";
  }
}

/** Something else came than the file. */
export function unexpectedResponse(place: ResponsePlace, because: string): PyverifyError {
  return failure("unexpected-answer", place, "did not send the file", {
    because,
    hint: "check that address, and what answers for it on this network",
  });
}

/** More than fits: announced so, or it never ends. */
export function tooLarge(
  place: ResponsePlace,
  announced: number | undefined,
  { expect, maxBytes }: FileRequest,
): PyverifyError {
  const code = expect === "tarball" ? "tarball-too-large" : "answer-too-large";
  return failure(code, place, "is too large", {
    because: `${announced === undefined ? "it does not end within" : `it has ${announced} bytes, and not`} the ${maxBytes} bytes that pyverify holds in memory`,
    hint: "nothing that belongs there is that large: check the address, and what answers for it on this network",
  });
}

/** The connection went on where the file should have ended. */
export function longerThanAnnounced(place: ResponsePlace, announced: number): PyverifyError {
  return failure("length-mismatch", place, "is longer than announced", {
    because: `the server announced ${announced} bytes and sent more`,
    hint: `try again${orAnother(place)}`,
  });
}

/** The connection ended where the file should have gone on. */
export function brokeOff(
  place: ResponsePlace,
  received: number,
  expected: number | undefined,
  cause?: unknown,
): AttemptFailure {
  return {
    retryable: true,
    error: failure("length-mismatch", place, "broke off", {
      because: `${received} of ${expected ?? "an unknown number of"} bytes came before the connection ended`,
      hint: `try again${orAnother(place)}`,
      cause,
    }),
  };
}

/** Where a redirect has led, the server there is the one that failed. */
function failure(
  code: FailureCode<"network">,
  { asked, url }: ResponsePlace,
  what: string,
  details: { readonly because: string; readonly hint: string; readonly cause?: unknown },
): PyverifyError<"network"> {
  const { because, hint, cause } = details;
  return new PyverifyError("network", code, `${redactUrl(url)} ${what}`, {
    because: because + redirectedFrom(asked, url),
    hint,
    cause,
  });
}

function orAnother({ chosenBy = "--mirror URL" }: ResponsePlace): string {
  return chosenBy === "nothing" ? "" : `, or choose another server with ${chosenBy}`;
}
