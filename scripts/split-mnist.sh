#!/usr/bin/env bash
# Split MNIST beside what Hsu et al. 2018 published. Fetches the data, runs scenarios/split-mnist-task.yaml,
# -domain and -class with seeds 1 … 5, one seed at a time, and writes results/split-mnist.csv and .md. Runs are
# kept in results/runs/split-mnist: what is there is not run again, so that it can be interrupted; remove the
# folder to start anew. SEEDS="1 2" makes fewer; arguments go to `relearn run`, as in --jobs 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

relearn=${RELEARN:-.build/release/relearn}
runs=results/runs/split-mnist
scripts/fetch-data.sh >&2

for seed in ${SEEDS:-1 2 3 4 5}; do
  for head in task domain class; do
    out="$runs/$head-$seed"
    [[ ! -f "$out/summary.csv" ]] || continue
    "$relearn" run "scenarios/split-mnist-$head.yaml" --set "seeds=[$seed]" --quiet --out "$out" "$@" >&2
  done
done

# vary NAME SEEDS CHANGE…: incremental alone in the task setting, where its result varies most.
vary() {
  local out="$runs/naive/$1" seeds="$2"
  shift 2
  [[ ! -f "$out/summary.csv" ]] || return 0
  "$relearn" run scenarios/split-mnist-task.yaml --set strategies='[incremental]' --set "seeds=[$seeds]" \
    --quiet --out "$out" "$@" >&2
}

vary published 6,7,8,9,10 "$@"
vary reset 1,2,3,4,5 --set training.optimizer-state=reset "$@"
vary normal 1,2,3,4,5 --set model.initialization=normal "$@"
python3 scripts/split-mnist-table.py results/split-mnist "$runs"
echo "results: results/split-mnist.csv, results/split-mnist.md"
