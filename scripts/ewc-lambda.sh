#!/usr/bin/env bash
# Which λ suits EWC, by the kind of its Fisher information? Runs scenarios/ewc-lambda.yaml as it is, with other
# batches, with ten times the epochs and on a mixture of Gaussians, and writes results/ewc-lambda.csv (final
# accuracy of every λ) and .md (the best λ of each kind). Arguments go to `relearn run`, as in --seeds 3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

relearn=${RELEARN:-.build/release/relearn}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
scripts/fetch-data.sh >&2

# run NAME CHANGE…: one run of the scenario.
run() {
  local name="$1"
  shift
  "$relearn" run scenarios/ewc-lambda.yaml --quiet --out "$folder/$name" "$@" >/dev/null
}

run 32x5 "$@"
run 8x5 --set training.batch=8 "$@"
run 128x5 --set training.batch=128 "$@"
run 32x50 --set training.epochs=50 "$@"
run 32x5-mixture --set model='{hidden: [100], scaling: none}' \
  --set stream.generator.of='{name: gaussian-mixture, features: 30, classes: 5, separation: 4}' "$@"
python3 scripts/ewc-lambda-table.py results/ewc-lambda "$folder"
echo "results: results/ewc-lambda.csv, results/ewc-lambda.md"
