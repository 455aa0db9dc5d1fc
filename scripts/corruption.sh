#!/usr/bin/env bash
# What do broken rows cost, and what keeps them out? Runs scenarios/corruption.yaml for every kind of corruption
# on three streams, with nothing in their way, with data validation, with a gate, with both, and with one that
# knows the truth, and writes results/corruption.csv and .md.
#
#   corruption.sh [--arms "nothing validation gate both clairvoyant"] [--seeds FIRST-LAST] [--out NAME]
#                 [--validation SETTINGS]
#
# Thresholds were fixed on seeds 101 to 110; the table is made of seeds 1 to 10.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

relearn=${RELEARN:-.build/release/relearn}
arms="nothing validation gate both clairvoyant"
seeds=1-10
out=results/corruption
validation=batches
while (($#)); do
  case $1 in
    --arms) arms=$2 ;;
    --seeds) seeds=$2 ;;
    --out) out=$2 ;;
    --validation) validation=$2 ;;
    *) echo "corruption: unknown argument $1" >&2 && exit 64 ;;
  esac
  shift 2
done
list=$(seq -s , "${seeds%-*}" "${seeds#*-}")
gate='gate={name: holdout, share: 0.2, historical: 500, burden: live}'
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The streams: what generates them, and the concept from row 10 000 on.
declare -A generator=(
  [sea]='{name: sea, noise: 0.1}'
  [agrawal]='{name: agrawal}'
  [mixture]='{name: gaussian-mixture, features: 8, classes: 3, components: 2, separation: 3}'
)
declare -A change=(
  [sea]='[{at: 0, function: 1}, {at: 10000, function: 4}]'
  [agrawal]='[{at: 0, function: 1}, {at: 10000, function: 2}]'
  [mixture]='[{at: 0}, {at: 10000, rotation: 60}]'
)

# The scenario has validation; the arms add their own.
grep -v '^validation:' scenarios/corruption.yaml >"$folder/plain.yaml"
for stream in sea agrawal mixture; do
  for kind in none shuffled-columns wrong-unit missing-columns duplicated-rows constant-label; do
    corruption="[{at: 2050, rows: 200, period: 2000, kind: $kind}]"
    [[ $kind == none ]] && corruption='[]'
    for arm in $arms; do
      [[ $kind == none && $arm == clairvoyant ]] && continue
      settings=(
        --set "seeds=[$list]" --set "stream.generator=${generator[$stream]}"
        --set "stream.concepts=${change[$stream]}" --set "stream.corruption=$corruption")
      case $arm in
        gate) settings+=(--set "$gate") ;;
        validation) settings+=(--set "validation=$validation") ;;
        both) settings+=(--set "validation=$validation" --set "$gate") ;;
        clairvoyant) settings+=(--set validation=clairvoyant) ;;
      esac
      "$relearn" run "$folder/plain.yaml" "${settings[@]}" --quiet \
        --out "$folder/$stream+$kind+$arm" >/dev/null
      echo "corruption: $stream, $kind, $arm" >&2
    done
  done
done
python3 scripts/corruption-table.py "$out" "$folder" "$seeds"
echo "results: $out.csv, $out.md"
