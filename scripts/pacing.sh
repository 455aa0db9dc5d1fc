#!/usr/bin/env bash
# Is a budget of updates better spent in step with time? Runs scenarios/pacing.yaml on every stream below, without a
# budget, with one that may be spent at any time, and with one that is paced, and writes results/pacing.csv and .md.
#
#   pacing.sh [--seeds FIRST-LAST] [--out NAME]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

relearn=${RELEARN:-.build/release/relearn}
seeds=1-10
out=results/pacing
while (($#)); do
  case $1 in
    --seeds) seeds=$2 ;;
    --out) out=$2 ;;
    *) echo "pacing: unknown argument $1" >&2 && exit 64 ;;
  esac
  shift 2
done
list=$(seq -s , "${seeds%-*}" "${seeds#*-}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

sea='{name: sea, noise: 0.1}'
hyperplane='{name: hyperplane, drifting: 0}'
mixture='{name: gaussian-mixture, features: 8, classes: 3, components: 2, separation: 3}'
# What a stream is called, its generator, its concepts, and the period after which they return, if they do.
streams=(
  "no drift: sea|$sea|[{at: 0, function: 1}]|"
  "early: sea|$sea|[{at: 0, function: 1}, {at: 3000, function: 4}]|"
  "early: mixture|$mixture|[{at: 0}, {at: 3000, rotation: 60}]|"
  "early: agrawal|agrawal|[{at: 0, function: 1}, {at: 3000, function: 2}]|"
  "middle: hyperplane|$hyperplane|[{at: 0}, {at: 15000, draw: 2}]|"
  "middle: mixture|$mixture|[{at: 0}, {at: 15000, rotation: 60}]|"
  "late: sea|$sea|[{at: 0, function: 1}, {at: 24000, function: 4}]|"
  "late: hyperplane|$hyperplane|[{at: 0}, {at: 24000, draw: 2}]|"
  "late: random-rbf|random-rbf|[{at: 0}, {at: 24000, draw: 2}]|"
  "slow: sea|$sea|[{at: 0, function: 1}, {at: 15000, function: 4, width: 8000}]|"
  "slow: mixture|$mixture|[{at: 0}, {at: 20000, rotation: 60, width: 6000}]|"
  "slow: sine|sine|[{at: 0, function: 1}, {at: 15000, function: 3, width: 8000}]|"
  "recurring: sea|$sea|[{at: 0, function: 1}, {at: 5000, function: 4}]|10000"
  "recurring: mixture|$mixture|[{at: 0}, {at: 5000, rotation: 60}]|10000"
  "recurring: stagger|stagger|[{at: 0, function: 1}, {at: 5000, function: 2}, {at: 10000, function: 3}]|15000"
  "several: hyperplane|$hyperplane|[{at: 0}, {at: 6000, draw: 2}, {at: 12000, draw: 3}, {at: 18000, draw: 4}, {at: 24000, draw: 5}]|"
  "several: mixture|$mixture|[{at: 0}, {at: 6000, rotation: 40}, {at: 12000, rotation: 80}, {at: 18000, rotation: 120}, {at: 24000, rotation: 160}]|"
  "several: agrawal|agrawal|[{at: 0, function: 1}, {at: 7500, function: 2}, {at: 15000, function: 3}, {at: 22500, function: 4}]|"
)
for stream in "${streams[@]}"; do
  IFS='|' read -r name generator concepts period <<<"$stream"
  settings=(
    --set "seeds=[$list]" --set "stream.generator=$generator" --set "stream.concepts=$concepts")
  [[ -n $period ]] && settings+=(--set "stream.period=$period")
  "$relearn" run scenarios/pacing.yaml "${settings[@]}" --quiet --out "$folder/$name" >/dev/null
  echo "pacing: $name" >&2
done
python3 scripts/pacing-table.py "$out" "$folder" "$seeds"
echo "results: $out.csv, $out.md"
