# An approved tool is shown as explained and counts nothing; the one beside it is not explained.
cat >workers.jsonl <<'END'
{"id": "approved", "devices": [{"software": ["TeamViewer_Service.exe", "Slack"]}]}
{"id": "unapproved", "devices": [{"software": ["AnyDesk"]}]}
{"id": "office", "sessions": [{"ip": "198.51.100.9", "vpn": "true"}, {"ip": "198.51.100.10", "vpn": "NordVPN"}]}
{"id": "office-and-elsewhere", "sessions": [{"ip": "198.51.100.9", "vpn": "true"}, {"ip": "192.0.2.1", "vpn": "NordVPN"}]}
END
show() {
	sed -E 's/.*"id":"([^"]*)","outcome":"([^"]*)","weight":([0-9]*).*/\1 \2 \3/' "$1"
	sed 's/"advisories":\[[^]]*\]//g' "$1" | grep -o '"title":"[^"]*"\|"explained_by":[^]]*,"seen"'
}
echo "without a file"
"$CANDOR" scan --format json workers.jsonl >out; show out
echo "with it"
"$CANDOR" scan --format json --company "$root/docs/sample/company.yaml" workers.jsonl >out; show out
"$CANDOR" scan --format text --company "$root/docs/sample/company.yaml" workers.jsonl | grep -A 3 'explained by'
