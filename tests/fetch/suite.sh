#!/bin/sh
# suite.sh BUILD PROGRAM: "lists update" against a server on loopback that misbehaves.  Each row of cases.rows begins with a
# copy of 100 entries at hand, and runs by itself, beside the others.
set -u
program=$(realpath "$2")
here=$(dirname "$(realpath "$0")")
for tool in openssl python3; do
	command -v $tool >/dev/null || { echo "ok 1 fetch # SKIP $tool is not installed"; exit 0; }
done
tmp=$(mktemp -d) server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$tmp"' EXIT
cd "$tmp" || exit 2
unset http_proxy https_proxy all_proxy HTTPS_PROXY ALL_PROXY SSL_CERT_FILE SSL_CERT_DIR
export no_proxy=127.0.0.1 LC_ALL=C TZ=UTC

sign() { # NAME NAMES DAYS
	openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null &&
	    printf 'subjectAltName=%s\n' "$2" >"$1.ext" &&
	    openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days "$3" -extfile "$1.ext" \
	    -out "$1.crt" 2>/dev/null && cat "$1.key" "$1.crt" >"$1.pem"
}
authority() { # NAME: a key and a certificate that signs itself
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.crt" -days 2 -subj "/CN=$1" \
	    -addext "subjectAltName=IP:127.0.0.1" 2>/dev/null && cat "$1.key" "$1.crt" >"$1.pem"
}
mkdir certificates && cd certificates && authority ca && sign good IP:127.0.0.1 2 && sign expired IP:127.0.0.1 -1 &&
    sign other-host DNS:other.example 2 && authority unknown && cd .. ||
    { echo "not ok 1 certificates cannot be made"; exit 1; }

python3 "$here/server.py" certificates ports >requests &
server=$!
for i in $(seq 100); do [ -s ports ] && break; sleep 0.3; done
[ -s ports ] || { echo "not ok 1 the server does not start"; exit 1; }
url() { # SERVER PATH
	scheme=https; [ "$1" = http ] && scheme=http
	[ "$1" = nobody ] && { echo "https://127.0.0.1:1/$2"; return; }
	echo "$scheme://127.0.0.1:$(sed -n "s/^$1 //p" ports)/$2"
}
feeds() { # NAME URL
	printf -- '- name: %s\n  url: %s\n  kind: ip\n  class: vpn\n  form: lines\n  source: test\n  licence: none\n  max_age_days: 9\n' "$@"
}
update() { # FOLDER NAME URL OPTION...
	data=$1 name=$2; feeds "$2" "$3" >"$1.yaml"; shift 3
	XDG_DATA_HOME=$tmp/$data XDG_CACHE_HOME=$tmp/$data/cache "$program" lists update --feeds "$data.yaml" \
	    --ca certificates/ca.crt --timeout 20 "$@" "$name"
}

one() { # NUMBER NAME SERVER PATH OPTIONS STATUS ENTRIES MESSAGE
	cp -r data "data$1"
	options=$5; [ "$options" = - ] && options=
	update "data$1" the-list "$(url "$3" "$4")" $options >"$1.said" 2>&1; status=$?
	kept=$(XDG_DATA_HOME=$tmp/data$1 "$program" lists show --format json 2>/dev/null | sed -n 's/.*"the-list".*"entries":\([0-9]*\).*/\1/p')
	left=$(ls "$tmp/data$1/candor" | grep -c -e incoming -e new)
	if [ "$status" = "$6" ] && [ "$kept" = "$7" ] && [ "$left" = 0 ] && grep -qE -- "$8" "$1.said"; then
		echo "ok $1 $2" >"$1.tap"
	else
		{ echo "not ok $1 $2"; echo "# status $status, $kept entries, $left files left behind"; sed 's/^/# /' "$1.said"; } >"$1.tap"
	fi
}
update data the-list "$(url good known)" >said 2>&1 || { echo "not ok 1 no copy to begin with"; cat said; exit 1; }
n=0 wait_for=
while IFS='|' read -r name at path options status entries message; do
	case $name in '#'* | '') continue ;; esac
	n=$((n + 1))
	one $n "$name" $at $path "$options" $status $entries "$message" &
	wait_for="$wait_for $!"
done <"$here/cases.rows"
wait $wait_for
for i in $(seq $n); do cat "$i.tap"; done

check() { # NAME COMMAND...
	n=$((n + 1)); name=$1; shift
	if "$@"; then echo "ok $n $name"; else echo "not ok $n $name"; fi | tee "$n.tap"
}
check "nothing is sent but the request" sh -c '! grep -vE "^[^ ]+ [0-9]+ Accept-Encoding: [a-z, ]+; Accept: \*/\*(; If-Modified-Since: .*)?(; If-None-Match: .*)?$" requests'
check "a fault that passes is tried three times in all" grep -q '^down 3 ' requests
check "a fault that stays is tried once" sh -c '! grep -q "^gone 2 " requests'
check "a long wait is not waited for" sh -c '! grep -q "^later 2 " requests'
check "only what is newer is asked for" grep -q '^known .*If-Modified-Since: Sat, 22 Aug 2026 00:00:00 GMT; If-None-Match: "one"' requests
echo "1..$n"
! grep -q '^not ok' ./*.tap
