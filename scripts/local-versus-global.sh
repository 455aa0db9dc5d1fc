#!/usr/bin/env bash
# Runs scenarios/local-versus-global.yaml for seven breadths of drift and joins the summaries into
# results/local-versus-global.csv, the breadth in front. Arguments go to `relearn run`, as in --seeds 3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

relearn=${RELEARN:-.build/release/relearn}
joined=results/local-versus-global.csv
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for breadth in 0 0.05 0.1 0.25 0.5 0.75 1; do
  "$relearn" run scenarios/local-versus-global.yaml --set "stream.concepts[1].breadth=$breadth" \
    --out "$folder/$breadth" "$@"
  sed -e "1s/^/breadth,/" -e "2,\$s/^/$breadth,/" "$folder/$breadth/summary.csv" >>"$folder/all.csv"
done
# One header.
awk 'NR == 1 { header = $0 } NR == 1 || $0 != header' "$folder/all.csv" >"$folder/joined.csv"
mv "$folder/joined.csv" "$joined"
echo "results: $joined"
