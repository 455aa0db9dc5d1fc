#!/usr/bin/env bash
# Installs the system libraries the program is built with. Does nothing, and needs no network, when they
# are there already.
set -euo pipefail

packages=(libgsl-dev libopenblas0 libsqlite3-dev zlib1g-dev pkg-config)

fail() {
  echo "setup: $*" >&2
  exit 1
}

is_installed() {
  dpkg -s "$1" 2>/dev/null | grep -q '^Status: .* ok installed$'
}

as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  elif sudo -n true 2>/dev/null || [[ -t 0 ]]; then
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  else
    return 1
  fi
}

command -v swift >/dev/null || fail "swift is not on the PATH; install Swift 6.3 (swift.org/install)"

if ! command -v dpkg >/dev/null; then
  pkg-config --exists gsl zlib sqlite3 2>/dev/null ||
    fail "install pkg-config, GSL, OpenBLAS, SQLite and zlib with their headers"
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

echo "setup: installing ${missing[*]}"
{ as_root apt-get update -qq && as_root apt-get install -y -qq "${missing[@]}" >/dev/null; } ||
  fail "could not install; as root: apt-get install ${missing[*]}"
