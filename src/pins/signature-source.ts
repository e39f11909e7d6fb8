import type { StageContext } from "../base/progress.ts";
import type { Artifact } from "../release/artifact.ts";
import { Absence } from "../source/absence.ts";
import type { ReleaseSource, SourceDescription } from "../source/release-source.ts";
import type { TrustedRoot } from "../trust/trusted-root.ts";
import { verifySignedDigest } from "../verify/signed-digest.ts";
import type { Verification } from "../verify/verification.ts";

/** Where a check learns what was signed for a file. */
export interface SignatureSource {
  readonly description: PinSource;
  /** the folder URL that files are named after */
  readonly mirror: string;
  /**
   * Finds out what was signed for a file.
   *
   * @param root had when it is first needed
   * @throws {PyverifyError} verification, trusted-root, release, network or filesystem
   */
  look(artifact: Artifact, root: LazyRoot, context: StageContext): Promise<Found | Absence>;
}

/** How a report names its source. A folder's path is a fact of one machine, and is left out. */
export type PinSource = SourceDescription | { readonly type: "feed"; readonly url?: string };

/** @throws {PyverifyError} trusted-root, the same each time */
export type LazyRoot = () => Promise<TrustedRoot>;

/** What was signed for a file: proven by its bundle, or said by somebody. */
export type Found = { readonly verification: Verification } | { readonly statement: Statement };

/** What a feed says of a signature, with no bundle that would prove it. */
export interface Statement {
  /** in lower-case hex */
  readonly sha256: string;
  readonly signer: { readonly subject: string; readonly issuer: string };
  readonly signedAt: Date;
  /** never empty */
  readonly transparencyLog: readonly {
    readonly logIndex: number;
    readonly url: string | undefined;
  }[];
  readonly bundle: { readonly sha256: string };
}

/** The bundles of a mirror or folder, each of them verified. */
export function bundlesOf(source: ReleaseSource): SignatureSource {
  return {
    description: source.description,
    mirror: source.mirror,
    look: async (artifact, root, context) => {
      const trusted = await root();
      return source.judged(
        artifact,
        async (files) => {
          const bundle = await files.bundle(artifact, context);
          if (bundle instanceof Absence) return bundle;
          const { signers } = artifact.release;
          return { verification: verifySignedDigest(bundle.bytes, signers, trusted) };
        },
        context,
      );
    },
  };
}
