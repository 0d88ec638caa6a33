#!/bin/sh
# run.sh BUILD PROGRAM [NAME...]: every measurement, tests/bench/bench-NAME BUILD PROGRAM; each prints medians and the floor
# that it took in the same run.
set -u
build=$1 program=$2; shift 2
cd "$(dirname "$0")/../.." || exit 2
[ $# -gt 0 ] || set -- $(ls tests/bench | sed -n 's/^bench-//p')
failed=0
for name; do
	echo "== $name"
	"tests/bench/bench-$name" "$build" "$program" || { echo "bench-$name ended with status $?" >&2; failed=1; }
done
exit $failed
