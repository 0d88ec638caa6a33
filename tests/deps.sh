#!/bin/sh
# deps.sh: install from Debian's packages what is missing; as root, or with sudo.
set -u
need="gcc g++ make pkg-config libpcre2-dev libjansson-dev libyaml-dev libpsl-dev publicsuffix zlib1g-dev nettle-dev
    libsimdjson-dev libexpat1-dev libsqlite3-dev libturbojpeg0-dev libspng-dev libcurl4-openssl-dev libicu-dev
    libmaxminddb-dev tzdata openssl python3 python3-jsonschema python3-pil"
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
	echo "not a Debian machine: nothing is installed; needed, by Debian's names:" $need >&2
	exit 0
fi
missing=
for package in $need; do
	dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing from Debian's packages:$missing"
root=
if [ "$(id -u)" -ne 0 ]; then
	root=sudo
	command -v sudo >/dev/null || { echo "neither root nor sudo: as root, apt-get install$missing" >&2; exit 1; }
fi
$root apt-get update -qq || echo "the package list could not be refreshed; going on with the one at hand" >&2
$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
    { echo "could not install:$missing" >&2; exit 1; }
