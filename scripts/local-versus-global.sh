#!/usr/bin/env bash
# Which strategy wins, against the breadth of a drift? Runs scenarios/local-versus-global.yaml for seven
# breadths, each strategy spending what it takes and then all spending the same FLOP, and writes
# results/local-versus-global.csv: prequential accuracy, and its paired difference to full-retrain with 95 %
# bootstrap intervals. Arguments go to `relearn run`, as in --seeds 3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

relearn=${RELEARN:-.build/release/relearn}
joined=results/local-versus-global.csv
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# join BUDGET BREADTH: the accuracies of a run's summary beside their differences to the baseline.
join_run() {
  awk -F, -v OFS=, -v budget="$1" -v breadth="$2" '
    FNR == 1 { for (i = 1; i <= NF; i++) column[FILENAME, $i] = i; next }
    function cell(name) { return $column[FILENAME, name] }
    FILENAME ~ /differences/ && cell("metric") == "accuracy" {
      difference[cell("strategy")] = cell("mean") OFS cell("bootstrap_low") OFS \
        cell("bootstrap_high") OFS cell("p_holm")
    }
    FILENAME ~ /summary/ && cell("strategy") !~ /^(no-change|majority)$/ {
      other = cell("strategy") in difference ? difference[cell("strategy")] : OFS OFS OFS
      print budget, breadth, cell("strategy"), cell("accuracy_mean"), cell("accuracy_low"),
        cell("accuracy_high"), other, cell("training_flops_mean")
    }' "$folder/run/differences.csv" "$folder/run/summary.csv"
}

{
  echo "budget,breadth,strategy,accuracy,accuracy_low,accuracy_high,difference,difference_low,difference_high,p_holm,training_flops"
  for budget in none equal-flops; do
    for breadth in 0 0.05 0.1 0.25 0.5 0.75 1; do
      changes=(--set "stream.concepts[1].breadth=$breadth" --set baseline=full-retrain)
      [[ $budget == none ]] || changes+=(--set "budget=$budget")
      "$relearn" run scenarios/local-versus-global.yaml "${changes[@]}" --quiet \
        --out "$folder/run" "$@" >&2
      join_run "$budget" "$breadth"
    done
  done
} >"$folder/joined.csv"
mv "$folder/joined.csv" "$joined"
echo "results: $joined"
