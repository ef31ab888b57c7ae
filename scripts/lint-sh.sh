#!/usr/bin/env bash
# Runs shellcheck on every shell script. Where it is missing, CI fails and a developer is told.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

if ! command -v shellcheck >/dev/null; then
  fix='get it with apt-get install shellcheck, or brew install shellcheck'
  if [[ ${CI:-} == true ]]; then
    echo "lint-sh.sh: shellcheck is missing; $fix" >&2
    exit 1
  fi
  echo "lint-sh.sh: skipped, shellcheck is missing; $fix" >&2
  exit 0
fi

shellcheck scripts/*.sh bench/*.sh .ci/run
