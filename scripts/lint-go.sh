#!/usr/bin/env bash
# gofmt and go vet, and go vet once more for other platforms: every package but checksig is pure Go
# and has to stay portable.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../native"

unformatted=$(gofmt -l . ../bench/go)
if [[ -n $unformatted ]]; then
  printf 'lint-go.sh: not formatted, run gofmt -w on:\n%s\n' "$unformatted" >&2
  exit 1
fi

go vet ./...
go vet -tags faults ./...
(cd ../bench/go && go vet ./account ./meter) # the former uses the engine's packages

export CGO_ENABLED=0
go list ./... | grep -v '/checksig$' | GOOS=darwin xargs go vet
go list ./... | grep -v '/checksig$' | GOOS=linux GOARCH=arm64 xargs go vet
