#!/usr/bin/env bash
# Every strategy on one stream: runs scenarios/all-strategies.yaml and writes results/all-strategies.csv and .md
# (its table, with and without intervals). Arguments go to `relearn run`, as in --seeds 10.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

relearn=${RELEARN:-.build/release/relearn}
results=results/all-strategies
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for format in csv markdown; do
  "$relearn" run scenarios/all-strategies.yaml --quiet --format $format --out "$folder/run" "$@" \
    >"$folder/table.$format"
done
{
  cat <<'END'
# Every strategy on one stream

`all-strategies.csv`, made by `scripts/all-strategies.sh` from `scenarios/all-strategies.yaml`, which says what
to look for: SEA, a sudden change at row 6 000 of 20 000 and the return of the first rule at 12 000, an update
every 2 000 rows, 3 seeds. FLOP of all updates; FLOP of serving a row; what is kept between updates; versions
that served. In the comma-separated file the column `diverged` counts runs that stopped because numbers were no
longer finite: none did.

END
  cat "$folder/table.markdown"
} >"$folder/page.md"
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "diverged") column = i; next }
  $column + 0 > 0 { print "all-strategies: diverged: " $1 >"/dev/stderr"; failed = 1 }
  END { exit failed }' "$folder/table.csv"
mv "$folder/table.csv" "$results.csv"
mv "$folder/page.md" "$results.md"
echo "results: $results.csv, $results.md"
