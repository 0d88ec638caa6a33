#!/bin/sh
# run.sh BUILD PROGRAM: every test of one build; TAP on standard output, and a last line "N passed, N failed, N skipped".
set -u
build=$1 program=$2
cd "$(dirname "$0")/.." || exit 2
log=$(mktemp) && trap 'rm -f "$log"' EXIT

run() {
	echo "# $1"; shift
	"$@" >"$log.one" 2>&1; status=$?
	cat "$log.one"; cat "$log.one" >>"$log"
	if [ $status -ne 0 ] && ! grep -q '^not ok' "$log.one"; then
		echo "not ok 1 $1 ended with status $status" | tee -a "$log"
	fi
	rm -f "$log.one"
}

run units "$build/unit"
for target in tests/fuzz/fuzz_*.c; do
	[ -e "$target" ] || continue
	name=${target#tests/fuzz/fuzz_}; name=${name%.c}
	run "fuzz corpus: $name" "$build/replay-$name" $(find "tests/fuzz/corpus/$name" -type f | LC_ALL=C sort)
done
run "command lines" tests/cli/run.sh "$program"
for suite in tests/*/suite.sh; do
	[ -e "$suite" ] && run "$suite" "$suite" "$build" "$program"
done

passed=$(grep -c '^ok' "$log") failed=$(grep -c '^not ok' "$log") skipped=$(grep -ciE '# *skip' "$log")
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
