#!/usr/bin/env bash
# Everything that must hold before a change is merged: the arrows between modules, where unsafe code may
# be, and all tests, unoptimized and as people run the program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/setup.sh
scripts/check.sh unsafe
swift build --build-tests --explicit-target-dependency-import-check error
swift test --skip-build
swift test -c release -Xswiftc -enable-testing
# The kernel must not depend on the CPU: the same tests with the kernels OpenBLAS has for older ones.
if [[ $(uname -m) == x86_64 ]]; then
  OPENBLAS_CORETYPE=Haswell swift test -c release -Xswiftc -enable-testing --skip-build \
    --filter TrainingTests
fi
