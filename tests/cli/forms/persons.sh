# Events of one person become one record, in any file, with any number of workers.
event() { # PROFILE ADDRESS DAY
	printf '{"id": {"time": "2026-05-%sT06:00:00Z", "applicationName": "login"}, "actor": {"profileId": "%s"}, "ipAddress": "%s", "events": [{"name": "login_success"}]}\n' "$3" "$1" "$2"
}
{ event 1 192.0.2.1 01; event 2 175.45.177.20 01; echo nonsense; event 1 192.0.2.2 02; event 1 192.0.2.3 32; } >log.jsonl
for jobs in 1 2; do
	"$CANDOR" scan --lists '' --jobs $jobs --format json log.jsonl | grep -oE '^\{"id":"[0-9]+","outcome":"[a-z_]+"'
done
gzip -k log.jsonl
"$CANDOR" scan --lists '' --format json - <log.jsonl.gz | grep -oE '^\{"id":"[0-9]+","outcome":"[a-z_]+"'
echo "[$(event 1 192.0.2.1 01),$(event 2 192.0.2.1 01),$(event 1 192.0.2.1 01)]" >list.json
echo "{\"items\": $(cat list.json)}" >wrapped.json
for file in list.json wrapped.json; do
	"$CANDOR" scan --lists '' --format json $file | grep -oE '^\{"id":"[0-9]+"'
done
