#!/usr/bin/env bash
# Checks the sources without building them: formatting, `unsafe` only where it is allowed, nothing left
# to do. `check.sh unsafe` checks only the second.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
  echo "check: $*" >&2
  exit 1
}

# Pointers and C calls stay in Numerics, System and Training.
if grep -rniE --include='*.swift' 'unsafe' Sources |
  grep -vE '^Sources/(Numerics|System|Training)/'; then
  fail "unsafe code outside Sources/{Numerics,System,Training}"
fi
[[ ${1:-all} == unsafe ]] && exit 0

if grep -rnE --include='*.swift' --include='*.sh' '\b(TO''DO|FIX''ME|X''XX)\b' Sources Tests scripts
then
  fail "something is left to do"
fi
swift format lint --strict --parallel --recursive Package.swift Sources Tests
