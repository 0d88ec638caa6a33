#!/bin/sh
# suite.sh BUILD PROGRAM: install puts five files under DESTDIR and PREFIX, uninstall leaves none, and the program alone,
# anywhere, has its rules, catalogue and lists with it.  Of the ordinary build only.
set -u
build=$1 program=$2
if [ "$build" != build/std ]; then
	echo "ok 1 install # SKIP the ordinary build is what is installed"
	exit 0
fi
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT
n=0 failed=0
check() { # NAME COMMAND...
	n=$((n + 1)); name=$1; shift
	if "$@" >"$tmp/out" 2>&1; then echo "ok $n $name"; else echo "not ok $n $name"; sed 's/^/# /' "$tmp/out"; failed=1; fi
}
files() { (cd "$tmp/to" && find . -type f | LC_ALL=C sort); }

check "install" make -s install DESTDIR="$tmp/to" PREFIX=/opt/x
files >"$tmp/got"
cat >"$tmp/want" <<'WANT'
./opt/x/bin/candor
./opt/x/libexec/candor/candor-fetch
./opt/x/share/bash-completion/completions/candor
./opt/x/share/man/man1/candor.1
./opt/x/share/zsh/site-functions/_candor
WANT
check "what is installed" diff "$tmp/want" "$tmp/got"
mkdir "$tmp/elsewhere" && cp "$tmp/to/opt/x/bin/candor" "$tmp/elsewhere/"
check "the program alone has its catalogue with it" \
    sh -c 'cd "$1/elsewhere" && env -i HOME="$1" ./candor advisories | grep -q us-2022-05-16' sh "$tmp"
check "it tells its version" sh -c '"$1"/elsewhere/candor --version | grep -qx "candor [0-9.]*"' sh "$tmp"
check "uninstall" make -s uninstall DESTDIR="$tmp/to" PREFIX=/opt/x
files >"$tmp/got"
check "nothing is left behind" test ! -s "$tmp/got"
check "nor a folder of its own" test ! -e "$tmp/to/opt/x/libexec/candor"
echo "1..$n"
exit $failed
