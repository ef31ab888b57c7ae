#!/usr/bin/env bash
# Copies build/_checksig.so to prebuilds/<platform>-<arch>/, where an installed package looks for it
# first. The names are Node's. An older copy goes: the package ships what was just built.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

target=prebuilds/$(node -p 'process.platform + "-" + process.arch')
mkdir -p -- "$target"
rm -f -- "$target/_checksig.so"
cp -- build/_checksig.so "$target/"
