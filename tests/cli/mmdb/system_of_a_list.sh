# A list of autonomous systems stands behind every list of addresses: it explains the line and takes weight from its place.
data=$root/../shared/data/mmdb-test
[ -d "$data" ] || { echo "the databases for tests are not at hand"; exit 77; }
printf 'AS1221 # rents out servers\nAS64496\n' >systems
printf 'AS1221\n' >vpns
printf '1.128.0.7\n' >exits
"$CANDOR" lists add our-systems systems --kind asn --class hosting --date 2026-11-01
"$CANDOR" lists lookup as1221 AS64496 AS64497 --format text
printf '%s\n' '{"id":"a","location":{"country":"US"},"sessions":[{"ip":"1.128.0.9","geo":{"country":"AU"}}]}' >a.jsonl
said() { "$CANDOR" scan --format json --mmdb "$data/GeoLite2-ASN-Test.mmdb" "$@" a.jsonl | grep -o '"title":"A conn[^"]*\|sessions[^"]*","value":"[^"]*\|"explained_by":{"list[^}]*'; }
said
"$CANDOR" lists add our-vpns vpns --kind asn --class vpn --date 2026-11-01
said
"$CANDOR" lists add our-exits exits --kind ip --class vpn --date 2026-11-01
sed -i 's/1.128.0.9/1.128.0.7/' a.jsonl
said
printf 'egress:\n  - network: 1.128.0.0/16\n    reason: office\n\n' >company.yaml
said --company company.yaml
"$CANDOR" lists add more systems --kind asn --class free
"$CANDOR" lists add more exits --kind asn --class vpn
