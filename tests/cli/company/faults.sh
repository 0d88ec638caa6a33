# Every fault is told with its place, and nothing is scanned; an entry that is over only warns.
echo '{"id": "a"}' >a.jsonl
cat >company.yaml <<'END'
remote_tols: []
vpn:
  - Mullvad
  - {name: Mullvad}
egress:
  - network: 10.0.0.0/4
    reason: everybody
    unitl: 2026-01-01
END
"$CANDOR" scan --company company.yaml a.jsonl; echo "exit $?"
printf 'vpn:\n  - {name: Mullvad, reason: a trial, until: 2020-12-31}\n' >company.yaml
"$CANDOR" scan --company company.yaml --format csv a.jsonl | wc -l
"$CANDOR" scan --company nothing.yaml a.jsonl; echo "exit $?"
printf 'vpn: [\n' >company.yaml
"$CANDOR" scan --company company.yaml a.jsonl; echo "exit $?"
