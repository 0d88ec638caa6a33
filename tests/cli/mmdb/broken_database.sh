# A database that cannot be opened ends the run; one that is broken within is named once, and the rest goes on.
data=$root/../shared/data/mmdb-test
[ -d "$data" ] || { echo "the databases for tests are not at hand"; exit 77; }
cp "$data/GeoIP2-City-Test-Invalid-Node-Count.mmdb" refused.mmdb
cp "$data/GeoIP2-City-Test-Broken-Double-Format.mmdb" broken.mmdb
cp "$data/GeoIP2-City-Test.mmdb" good.mmdb
printf '%s\n' '{"id":"a","location":{"country":"US"},"sessions":[{"ip":"81.2.69.142"},{"ip":"81.2.69.142"}]}' >a.jsonl
"$CANDOR" scan --format csv --mmdb refused.mmdb a.jsonl; echo "status $?"
"$CANDOR" scan --format csv --mmdb missing.mmdb a.jsonl; echo "status $?"
"$CANDOR" scan --format csv --mmdb broken.mmdb a.jsonl | wc -l
"$CANDOR" scan --format csv --mmdb broken.mmdb a.jsonl >/dev/null; echo "status $?"
"$CANDOR" scan --format json --mmdb broken.mmdb --mmdb good.mmdb a.jsonl | grep -o '"sessions\[0\].ip.country_agrees"'
mkdir -p "$HOME/.local/share/candor/mmdb" && cp good.mmdb "$HOME/.local/share/candor/mmdb/"
"$CANDOR" scan --format json a.jsonl | grep -o '"sessions\[0\].ip.country_agrees"'
