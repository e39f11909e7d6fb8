#!/bin/bash
# publish.sh LAYOUT IMAGE: pushes the image that lies in the folder LAYOUT as IMAGE, which has a tag
# and no digest, signs it, and attests receipt and verification summary. Prints its name with the
# digest. Needs skopeo, cosign and jq; cosign signs without a key where it can, as in GitHub Actions.
set -euo pipefail
layout=$1 image=$2

blob() { cat "$layout/blobs/${1/://}"; }
digest=$(jq -er '.manifests[0].digest' "$layout/index.json")
name=$(jq -er '.manifests[0].annotations["org.opencontainers.image.ref.name"]' "$layout/index.json")
published=${image%:*}@$digest

skopeo copy --all --preserve-digests "oci:$layout:$name" "docker://$image" >&2
# What the registry has is what lies here.
test "sha256:$(skopeo inspect --raw "docker://$image" | sha256sum | cut -d ' ' -f 1)" = "$digest"

cosign sign --yes "$published" >&2
attestations=$(blob "$digest" | jq -er 'first(.manifests[] | select(.platform.os == "unknown").digest)')
for type in \
  https://github.com/pyverify/pyverify/blob/main/schemas/receipt.schema.json \
  https://slsa.dev/verification_summary/v1; do
  statement=$(blob "$attestations" |
    jq -er --arg type "$type" '.layers[] | select(.annotations["in-toto.io/predicate-type"] == $type).digest')
  predicate=$(mktemp)
  blob "$statement" | jq -e .predicate >"$predicate"
  cosign attest --yes --type "$type" --predicate "$predicate" "$published" >&2
  rm "$predicate"
done
echo "$published"
