#!/bin/sh
# Installs what `npm run test:scanners` runs, of the versions in docs/receipts.md, below one folder:
#
#   scripts/install-scanners.sh DIR              the validators of SPDX: seconds, Python 3
#   scripts/install-scanners.sh DIR scanners     syft, trivy and grype too: 20 minutes, gigabytes, Go
#   PATH=DIR/bin:$PATH npm run test:scanners
set -eu
folder=$(mkdir -p "${1:?a folder is missing}" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$folder/bin"

python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet --disable-pip-version-check \
  --requirement "$here/test/scanners/requirements.txt"
for name in pyspdxtools ntia-checker; do ln -sf "../python/bin/$name" "$folder/bin/$name"; done

[ "${2:-}" = scanners ] || exit 0
# They may want a newer Go than the machine's, which Go then brings.
export GOBIN="$folder/bin" GOTOOLCHAIN=auto GOFLAGS=-buildvcs=false CGO_ENABLED=0
go install -ldflags="-s -w -X main.version=1.57.1" github.com/anchore/syft/cmd/syft@v1.57.1
go install -ldflags="-s -w -X main.version=0.121.3" github.com/anchore/grype/cmd/grype@v0.121.3
# trivy is written for encoding/json/v2, and some of its packages want all of a small machine's memory.
GOEXPERIMENT=jsonv2 go install -p 1 \
  -ldflags="-s -w -X github.com/aquasecurity/trivy/pkg/version/app.ver=0.74.0" \
  github.com/aquasecurity/trivy/cmd/trivy@v0.74.0
