#!/bin/sh
# run.sh BUILD PROGRAM: every test of one build; TAP on standard output, and a last line "N passed, N failed, N skipped".
# The three numbers are left in BUILD/counts.
set -u
build=$1 program=$2
cd "$(dirname "$0")/.." || exit 2
log=$(mktemp) && trap 'rm -f "$log" "$log.one"' EXIT

run() { # NAME COMMAND...
	name=$1; shift
	echo "# $name"
	"$@" >"$log.one" 2>&1; status=$?
	cat "$log.one"; cat "$log.one" >>"$log"
	if [ $status -ne 0 ] && ! grep -q '^not ok' "$log.one"; then
		echo "not ok 1 $name ended with status $status" | tee -a "$log"
	fi
}

run "the rules of the house" tests/lint.sh
run units "$build/unit"
for target in tests/fuzz/fuzz_*.c; do
	[ -e "$target" ] || continue
	target=${target#tests/fuzz/fuzz_}; target=${target%.c}
	run "fuzz corpus: $target" "$build/replay-$target" $(find "tests/fuzz/corpus/$target" -type f | LC_ALL=C sort)
done
run "command lines" tests/cli/run.sh "$program"
for suite in tests/*/suite.sh; do
	[ -e "$suite" ] && run "$suite" "$suite" "$build" "$program"
done

# A test that was skipped did not pass.  Units skip within a test, and say so in a line of their own.
skipped=$(grep -ciE '^ok.*# *skip|^# skipped' "$log")
passed=$(grep '^ok' "$log" | grep -civE '# *skip') failed=$(grep -c '^not ok' "$log")
echo "$passed $failed $skipped" >"$build/counts"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
