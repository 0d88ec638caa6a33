#!/bin/sh
# run.sh [--update] PROGRAM [CASE...]: run each case and compare with what was recorded.
# A case is topic/NAME.sh; it runs in a fresh folder with $CANDOR (the program), $here (this folder) and $root (the
# project's); standard output, standard error and exit status must be as in topic/NAME.out.  Status 77 skips the case: what it
# needs is not at hand, and the last line that it wrote says what.
set -u
update=; [ "${1-}" = --update ] && { update=1; shift; }
CANDOR=$(realpath "$1") || exit 2; shift
here=$(dirname "$(realpath "$0")"); root=$(dirname "$(dirname "$here")")
[ $# -gt 0 ] || set -- "$here"/*/*.sh
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT
n=0 failed=0
echo "1..$#"
for case; do
	case=$(realpath "$case")
	n=$((n + 1)); want=${case%.sh}.out; mkdir -p "$tmp/$n/home" "$tmp/$n/work"
	(cd "$tmp/$n/work" && env -i PATH="$PATH" HOME="$tmp/$n/home" LC_ALL=C.UTF-8 TZ=UTC CANDOR="$CANDOR" here="$here" \
	    root="$root" CANDOR_GEOIP_DIR="$root/tests/geoip" ASAN_OPTIONS="${ASAN_OPTIONS-}" sh -u "$case" 2>&1; echo "status $?") >"$tmp/got"
	if [ "$(tail -n 1 "$tmp/got")" = "status 77" ]; then
		echo "ok $n ${case#"$here"/} # SKIP $(tail -n 2 "$tmp/got" | head -n 1)"; rm -rf "$tmp/$n"; continue
	fi
	[ -n "$update" ] && cp "$tmp/got" "$want"
	if diff -u "$want" "$tmp/got" >"$tmp/diff" 2>&1; then
		echo "ok $n ${case#"$here"/}"
	else
		echo "not ok $n ${case#"$here"/}"; sed 's/^/# /' "$tmp/diff"; failed=1
	fi
	rm -rf "$tmp/$n"
done
exit $failed
