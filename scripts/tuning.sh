#!/usr/bin/env bash
# How much better does a tuned trigger look on the streams it was tuned on than on others? Runs `relearn tune` on every
# stream below: once tuned on all of the first seeds together, and once on each of them alone, tested on as many others;
# writes results/tuning.csv and .md.
#
#   tuning.sh [--seeds N] [--electricity FILE] [--out NAME]
#
# With a file, the electricity prices of scenarios/electricity.yaml too, tuned on the first half and tested on the second.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

relearn=${RELEARN:-.build/release/relearn}
seeds=10
electricity=
out=results/tuning
while (($#)); do
  case $1 in
    --seeds) seeds=$2 ;;
    --electricity) electricity=$2 ;;
    --out) out=$2 ;;
    *) echo "tuning: unknown argument $1" >&2 && exit 64 ;;
  esac
  shift 2
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# keep NAME ARM: takes the tables of a run out of the folder that keeps its matrices.
keep() {
  mkdir -p "$folder/$1/$2"
  cp "$folder/run/"{tuning,regret}.csv "$folder/$1/$2/"
}

mixture='{name: gaussian-mixture, features: 5, classes: 3, components: 2, separation: 3}'
# What a stream is called, its generator, its concepts, and the period after which they return, if they do.
streams=(
  "no drift: hyperplane|{name: hyperplane, features: 5}|[{at: 0, draw: 1}]|"
  "abrupt: hyperplane|{name: hyperplane, features: 5}|[{at: 0, draw: 1}, {at: 5000, draw: 2}, {at: 10000, draw: 3}]|"
  "abrupt: sea|{name: sea, noise: 0.1}|[{at: 0, function: 1}, {at: 5000, function: 4}, {at: 10000, function: 3}]|"
  "abrupt: agrawal|agrawal|[{at: 0, function: 1}, {at: 5000, function: 2}, {at: 10000, function: 3}]|"
  "slow: mixture|$mixture|[{at: 0}, {at: 7500, rotation: 60, width: 4000}]|"
  "slow: sine|sine|[{at: 0, function: 1}, {at: 7500, function: 3, width: 4000}]|"
  "recurring: mixture|$mixture|[{at: 0}, {at: 2500, rotation: 60}]|5000"
  "recurring: stagger|stagger|[{at: 0, function: 1}, {at: 2500, function: 2}]|5000"
)
for stream in "${streams[@]}"; do
  IFS='|' read -r name generator concepts period <<<"$stream"
  settings=(
    --set "stream.generator=$generator" --set "stream.concepts=$concepts" --quiet --format csv
    --out "$folder/run")
  [[ -n $period ]] && settings+=(--set "stream.period=$period")
  "$relearn" tune scenarios/tuning.yaml --seeds "$seeds" "${settings[@]}" >/dev/null
  keep "$name" all
  for ((seed = 1; seed <= seeds; seed++)); do
    "$relearn" tune scenarios/tuning.yaml --set "seeds=[$seed, $((seed + seeds))]" "${settings[@]}" >/dev/null
    keep "$name" "$seed"
  done
  rm -r "$folder/run"
  echo "tuning: $name" >&2
done
if [[ -n $electricity ]]; then
  "$relearn" tune scenarios/electricity.yaml --set "stream.path=$electricity" --seeds 3 \
    --set 'strategies=[full-retrain, {name: window-retrain, window: 2000}]' --quiet --format csv \
    --discard --out "$folder/run" >/dev/null
  keep "recorded: electricity" all
  rm -r "$folder/run"
  echo "tuning: electricity" >&2
fi
python3 scripts/tuning-table.py "$out" "$folder" "$seeds"
echo "results: $out.csv, $out.md"
