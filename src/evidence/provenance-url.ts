import { redactUrl } from "../base/redact-url.ts";
import type { SourceTree } from "../extract/extract.ts";

/** `provenance_url.json`. */
export interface ProvenanceUrl {
  readonly url: string;
  readonly archive_info: { readonly hashes: { readonly sha256: string } };
}

/**
 * The origin of the source, in the form that installers of Python packages record it.
 *
 * @see https://peps.python.org/pep-0710/
 */
export function provenanceUrl({ tarball: { artifact, verification } }: SourceTree): ProvenanceUrl {
  return {
    url: redactUrl(artifact.url),
    archive_info: { hashes: { sha256: verification.sha256 } },
  };
}
