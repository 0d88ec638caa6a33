# Without a database the country comes from tor-geoipdb, here from a table of the tests.
printf '%s\n' '{"id":"a","location":{"country":"US"},"sessions":[{"ip":"89.104.47.9"}]}' \
    '{"id":"b","location":{"country":"US"},"sessions":[{"ip":"8.8.8.8"},{"ip":"8.8.9.9"}]}' >a.jsonl
"$CANDOR" scan --format json a.jsonl | grep -o '"id":"[ab]"\|sessions\[[0-9]\].ip.country_agrees","value":"[a-z]*"'
CANDOR_GEOIP_DIR=/nonexistent "$CANDOR" scan --format json a.jsonl | grep -c 'sessions\[0\].ip.country_agrees'
