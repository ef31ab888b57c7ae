#!/usr/bin/env bash
# Runs every fuzz target of the Go packages for a while, as many at once as there are cores, and
# prints a line for each as it ends: how many executions it was, how many inputs it found that reach
# something new (and how many it has), and whether it failed. An input that fails is left in the
# package's testdata/fuzz, where every go test tries it again.
#
#   scripts/fuzz.sh [--keep] [duration [targets]]
#
# duration  for each target, as for go test's -fuzztime: 30s, 1000x; 10m if there is none
# targets   a regular expression; all if there is none
# --keep    copies inputs that were found, small ones and not more than 100 for each target, from
#           Go's cache to the packages' testdata/fuzz
#
# Exit status: 0 all went well, 1 a target failed.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../native"

keep=false
if [[ ${1:-} == --keep ]]; then
  keep=true
  shift
fi
time=${1:-10m}

logs=$(mktemp -d)
trap 'rm -rf -- "$logs"' EXIT

# Target and package, a line each. go test lists the targets of a package above its name.
targets=$(go test -list "${2:-^Fuzz}" ./... |
  awk '/^Fuzz/ { names[n++] = $1 } /^ok/ { for (i = 0; i < n; i++) print names[i], $2; n = 0 }')
[[ -n $targets ]] || {
  echo 'fuzz.sh: found no fuzz target' >&2
  exit 1
}

# Minimizing is cut short: it counts as no execution, and may take a minute for each new input.
fuzz() { # target, package
  local log=$logs/$1.log outcome=ok executions=0 new=0 all=0
  go test -run '^$' -fuzz "^$1\$" -fuzztime "$time" -fuzzminimizetime 1s -parallel 1 -timeout 0 "$2" \
    >"$log" 2>&1 || outcome=FAILED
  # Before Go 1.27 its fuzzer at times fails at its own deadline (https://go.dev/issue/75804).
  if [[ $outcome == FAILED && $(grep -v '^fuzz: ' "$log" | sed -n 2p) == '    context deadline exceeded' ]]; then
    outcome='ok, ended by a deadline of Go'
  fi
  read -r executions new all < <(
    sed -n 's/.*execs: \([0-9]*\) .*new interesting: \([0-9]*\) (total: \([0-9]*\)).*/\1 \2 \3/p' "$log" | tail -n 1
  ) || true
  printf '%-16s %-18s %11s executions, %5s new inputs of %5s  %s\n' \
    "$1" "$2" "${executions:-0}" "${new:-0}" "${all:-0}" "$outcome"
  if [[ $outcome == FAILED ]]; then
    grep -v '^fuzz: elapsed' "$log" >&2
    touch -- "$logs/failed"
  fi
}

cores=$(getconf _NPROCESSORS_ONLN)
while read -r target package; do
  while (($(jobs -rp | wc -l) >= cores)); do
    sleep 1
  done
  fuzz "$target" "$package" &
done <<<"$targets"
wait

if [[ $keep == true ]]; then
  cache=$(go env GOCACHE)/fuzz
  while read -r target package; do
    [[ -d $cache/$package/$target ]] || continue
    corpus=$(go list -f '{{.Dir}}' "$package")/testdata/fuzz/$target
    mkdir -p -- "$corpus"
    count=$(find "$corpus" -type f | wc -l)
    while read -r input; do
      ((count < 100)) || break
      [[ ! -e $corpus/${input##*/} ]] || continue
      cp -- "$input" "$corpus/"
      ((++count))
    done < <(find "$cache/$package/$target" -type f -size -1024c | LC_ALL=C sort)
  done <<<"$targets"
fi
[[ ! -e $logs/failed ]]
