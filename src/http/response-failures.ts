import { PyverifyError } from "../base/errors.ts";
import type { Expectation } from "./expectation.ts";
import type { AttemptFailure } from "./network-failure.ts";
import type { NetworkSettings } from "./network-settings.ts";
import { redactUrl } from "../base/redact-url.ts";

/** Not a byte came for too long. */
export function stalled(url: URL, settings: NetworkSettings): PyverifyError {
  const seconds = settings.stallTimeout / 1000;
  return new PyverifyError(
    "network",
    "timed-out",
    `${redactUrl(url)} sent nothing for ${seconds} s`,
    {
      because: "the connection counts as dead then",
      hint: "try again, raise --stall-timeout SECONDS, or choose another mirror with --mirror URL",
    },
  );
}

/** A status that says neither that the file is there nor that it is not. */
export function unexpectedStatus(url: URL, status: number): PyverifyError {
  return new PyverifyError(
    "network",
    "http-status",
    `${redactUrl(url)} was answered with status ${status}`,
    {
      because: meaningOf(status),
      hint:
        status === 401
          ? "the mirror asks for a user name and password: --mirror https://USER:PASSWORD@HOST/…"
          : "try again later, or choose another mirror with --mirror URL",
    },
  );
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
export function unexpectedAnswer(url: URL, because: string): PyverifyError {
  return new PyverifyError(
    "network",
    "unexpected-answer",
    `${redactUrl(url)} did not send the file`,
    {
      because,
      hint: "check the mirror's address, and what answers for it on this network",
    },
  );
}

/** More than fits: announced so, or it never ends. */
export function tooLarge(
  url: URL,
  announced: number | undefined,
  expectation: Expectation,
): PyverifyError {
  const code = expectation.expect === "tarball" ? "tarball-too-large" : "answer-too-large";
  return new PyverifyError("network", code, `${redactUrl(url)} is too large`, {
    because: `${announced === undefined ? "it does not end within" : `it has ${announced} bytes, and not`} the ${expectation.maxBytes} bytes that pyverify holds in memory`,
    hint: "no release is that large: check the mirror's address, and what answers for it on this network",
  });
}

/** The connection went on where the file should have ended. */
export function longerThanAnnounced(url: URL, announced: number): PyverifyError {
  return new PyverifyError(
    "network",
    "length-mismatch",
    `${redactUrl(url)} is longer than announced`,
    {
      because: `the server announced ${announced} bytes and sent more`,
      hint: "try another mirror with --mirror URL",
    },
  );
}

/** The connection ended where the file should have gone on. */
export function brokeOff(
  url: URL,
  received: number,
  expected: number | undefined,
  cause?: unknown,
): AttemptFailure {
  return {
    retryable: true,
    error: new PyverifyError("network", "length-mismatch", `${redactUrl(url)} broke off`, {
      because: `${received} of ${expected ?? "an unknown number of"} bytes came before the connection ended`,
      hint: "try again, or choose another mirror with --mirror URL",
      cause,
    }),
  };
}
