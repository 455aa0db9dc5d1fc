#!/usr/bin/env bash
# The main job from a clone: installs what is missing, builds the program, runs the demonstration and shows
# its table and where the results are. Takes arguments of `relearn run`, such as --seeds 3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/setup.sh
swift build -c release --product relearn
.build/release/relearn run scenarios/sea-abrupt.yaml "$@"
echo "what the files hold: results/README.md"
