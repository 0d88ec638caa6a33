#!/bin/sh
# deps.sh: install from Debian's packages what is missing; as root, or with sudo.
set -u
need="gcc g++ make pkg-config libpcre2-dev libjansson-dev libyaml-dev libpsl-dev publicsuffix zlib1g-dev nettle-dev
    libsimdjson-dev tzdata python3 python3-jsonschema"
missing=
for package in $need; do
	dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing from Debian's packages:$missing"
root=
[ "$(id -u)" -eq 0 ] || root=sudo
$root apt-get update -qq || echo "the package list could not be refreshed; going on with the one at hand" >&2
DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
    { echo "could not install:$missing" >&2; exit 1; }
