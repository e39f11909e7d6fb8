import { createHash } from "node:crypto";
import { findSignedSeries, signedSeries } from "../release/release-managers.ts";
import type { Series } from "../release/version.ts";
import { describeBundle } from "../verify/bundle/describe-bundle.ts";
import { type Verification } from "../verify/verification.ts";
import type { SignatureClaim, SignatureFacts } from "./audited-artifact.ts";
import { rfc3339 } from "../base/rfc3339.ts";

/** The facts that a verification has established, as a report tells them. */
export function verifiedFacts(verification: Verification, series: Series): SignatureFacts {
  const { signer } = verification;
  const managers = findSignedSeries(series)?.releaseManagers ?? [];
  return {
    sha256: verification.sha256,
    identity: signer.subject,
    issuer: signer.issuer,
    releaseManager: managers.find(
      ({ identity }) => identity.subject === signer.subject && identity.issuer === signer.issuer,
    )?.name,
    certificateSerial: verification.certificateSerial,
    signedAt: rfc3339(verification.signedAt),
    transparencyLog: verification.transparencyLog.map(({ logIndex, url }) => ({ logIndex, url })),
    bundle: verification.bundle,
  };
}

/** A refused bundle's claims about itself; undefined if it cannot even be read. */
export function claimedFacts(bytes: Buffer): SignatureClaim | undefined {
  try {
    const { certificate, transparencyLog, timestamps, digest, mediaType } = describeBundle(bytes);
    // A certificate names its subject with the kind of name before it.
    const identity = certificate?.subject?.replace(/^(email|URI):/, "");
    return {
      sha256: digest,
      identity,
      issuer: certificate?.issuer,
      releaseManager: managerNamed(identity, certificate?.issuer),
      certificateSerial: certificate?.serial,
      signedAt: transparencyLog[0]?.integratedAt ?? timestamps[0],
      transparencyLog: transparencyLog
        .map(({ logIndex, url }) => ({ logIndex: Number(logIndex), url }))
        .filter(({ logIndex }) => Number.isSafeInteger(logIndex) && logIndex >= 0),
      bundle: { sha256: createHash("sha256").update(bytes).digest("hex"), mediaType },
    };
  } catch {
    // It is refused already, and whatever is in it must not end the audit of all the others.
    return undefined;
  }
}

function managerNamed(subject: string | undefined, issuer: string | undefined): string | undefined {
  return signedSeries
    .flatMap(({ releaseManagers }) => releaseManagers)
    .find(({ identity }) => identity.subject === subject && identity.issuer === issuer)?.name;
}
