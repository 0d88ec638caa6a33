#!/bin/sh
# run.sh BUILD PROGRAM: hold the rules against records whose truth is known, without lists of others and with them.
# CASES=FILE GENUINE=FILE MIRROR=FILE are what is read; by default what lies beside the project.  V=1 shows every case and rule.
set -u
build=$1 program=$2
cd "$(dirname "$0")/../.." || exit 2
CASES=${CASES-../shared/cases/cases.jsonl} GENUINE=${GENUINE-../shared/cases/genuine.jsonl}
MIRROR=${MIRROR-../shared/data/mirror.csv}
for file in "$CASES" "$GENUINE"; do
	[ -r "$file" ] || { echo "calibrate: $file is not there; name your own with CASES= and GENUINE="; exit 0; }
done
calibrate() { # OPTION... for the scan
	tests/calibrate/calibrate.py "$program" ${V:+--verbose} --cases "$CASES" --genuine "$GENUINE" -- "$@"
}

echo "== with what is built in alone"
calibrate --lists ""
[ -r "$MIRROR" ] || { echo "== lists of others are not at hand: $MIRROR"; exit 0; }
lists=$(cd "$build" && pwd)/calibrate # a data folder must be an absolute path
rm -rf "$lists" && mkdir -p "$lists" || exit 2
XDG_DATA_HOME=$lists "$program" lists update --mirror "$MIRROR" >"$lists/log" 2>&1 || { cat "$lists/log"; exit 1; }
echo "== with the lists of others"
calibrate --lists "$lists/candor"
