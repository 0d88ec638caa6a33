#!/bin/sh
# suite.sh BUILD PROGRAM: names exchanged for names of another origin, consistently, change no outcome.  TAP.
set -u
PROGRAM=$(realpath "$2") && here=$(dirname "$(realpath "$0")") || exit 2
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT
genuine=${GENUINE:-$here/../../../shared/cases/genuine.jsonl}
python3 "$here/exchange.py" --program "$PROGRAM" --work "$tmp" --origins "$here/origins.json" \
    --templates "$here/applicants.jsonl" --genuine "$genuine"
