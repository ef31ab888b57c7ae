#!/usr/bin/env bash
# Installs what the benchmark compares checksig with: tools from the system's packages (as root,
# where there is apt-get), Node packages into bench/node_modules, Go modules into Go's cache. What
# cannot be had is named; the benchmark then names it as absent.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"

declare -A packages=(
  [openssl]=openssl [rhash]=rhash [hashdeep]=hashdeep [rclone]=rclone [xargs]=findutils
)
missing=()
for tool in "${!packages[@]}"; do
  command -v "$tool" >/dev/null || missing+=("${packages[$tool]}")
done
if [[ ${#missing[@]} -gt 0 ]]; then
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    apt-get update
    for package in "${missing[@]}"; do
      DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$package" ||
        echo "install.sh: $package cannot be installed" >&2
    done
  else
    echo "install.sh: missing, install them yourself: ${missing[*]}" >&2
  fi
fi

npm install --no-fund --no-audit || echo 'install.sh: the Node packages cannot be installed' >&2
(cd go && go mod download) || echo 'install.sh: the Go modules cannot be downloaded' >&2
