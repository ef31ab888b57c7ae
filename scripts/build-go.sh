#!/usr/bin/env bash
# Builds native/checksig into build/_checksig.so and build/_checksig.h, unless what is there was
# built from the same sources, with the same toolchain and flags: build/_checksig.stamp tells.
# The library has this name on every platform.
#
#   scripts/build-go.sh [flags for go build, for instance: -tags faults]
#
# CHECKSIG_BUILD_DIR  the directory to build into instead of build/
#
# Exit status: 0 built or up to date, 3 no Go, 4 Go too old, 5 no C compiler, otherwise go build's.
set -euo pipefail

fail() { # status, what, found, needed, fix
  printf 'build-go.sh: %s\n  found:  %s\n  needed: %s\n  fix:    %s\n' "${@:2}" >&2
  exit "$1"
}

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out=${CHECKSIG_BUILD_DIR:-$root/build}
mkdir -p -- "$out"
out=$(cd -- "$out" && pwd)
cd -- "$root/native"

export CGO_ENABLED=1
# No VCS stamp: git refuses a checkout of another owner, and the same sources give the same library.
flags=(-trimpath -buildvcs=false -buildmode=c-shared -ldflags '-s -w' "$@")

floor=$(sed -n 's/^go //p' go.mod)
command -v go >/dev/null ||
  fail 3 'Go is missing' 'no go on PATH' "Go $floor or newer" \
    'install it from https://go.dev/dl/ and put its bin directory on PATH'

# The second try is for a Go that would have to fetch a newer toolchain, and cannot.
version=$(go env GOVERSION 2>/dev/null || GOTOOLCHAIN=local go env GOVERSION)
[[ $version =~ [0-9]+(\.[0-9]+)+ ]] || true
oldest=$(printf '%s\n' "$floor" "${BASH_REMATCH[0]:-0}" | sort -V | head -n 1)
[[ $oldest == "$floor" ]] ||
  fail 4 'Go is too old' "$version ($(command -v go))" "Go $floor or newer" \
    'install a newer one from https://go.dev/dl/'

cc=$(go env CC)
command -v "${cc%% *}" >/dev/null ||
  fail 5 'a C compiler is missing' "no ${cc%% *}" 'a C compiler, which cgo runs' \
    'apt-get install gcc libc6-dev, or xcode-select --install, or set CC to the one to use'

sha256=(sha256sum)
command -v sha256sum >/dev/null || sha256=(shasum -a 256)

sources=$(
  find . -type f \( -name '*.go' -o -name '*.[chs]' -o -name go.mod -o -name go.sum \) \
    ! -name '*_test.go' -print0 | LC_ALL=C sort -z | xargs -0 "${sha256[@]}"
)
settings=$(go env GOVERSION GOOS GOARCH CC GOFLAGS CGO_CFLAGS CGO_LDFLAGS)
stamp=$(printf '%s\n' "$sources" "$settings" "${flags[@]}")
if [[ -f $out/_checksig.so && -f $out/_checksig.h && -f $out/_checksig.stamp ]] &&
  [[ $(<"$out/_checksig.stamp") == "$stamp" ]]; then
  exit 0
fi

# Built aside and renamed into place: a failed or a parallel build leaves no half-written file, and
# a process that has the old library loaded keeps it. The stamp goes first and comes last, so that
# it never speaks of another build's library.
temp=$(mktemp -d "$out/.build.XXXXXX")
trap 'rm -rf -- "$temp"' EXIT
go build "${flags[@]}" -o "$temp/_checksig.so" ./checksig
printf '%s\n' "$stamp" >"$temp/_checksig.stamp"
rm -f -- "$out/_checksig.stamp"
for suffix in h so stamp; do
  mv -f -- "$temp/_checksig.$suffix" "$out/"
done
