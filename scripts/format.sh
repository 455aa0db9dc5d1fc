#!/usr/bin/env bash
# Formats the sources in place.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

swift format --in-place --parallel --recursive Package.swift Sources Tests
