# --from forces a form, and an unknown name tells the nearest.
echo '{"id": "a", "name": "Ann Example"}' >in.json
"$CANDOR" scan --lists '' --from greenhose-v1 in.json
"$CANDOR" scan --lists '' --from okta --format json in.json
"$CANDOR" scan --lists '' --from indeed-csv in.json
printf 'id,name\n7,Ann\n' >in.csv
"$CANDOR" scan --lists '' --from okta in.csv
"$CANDOR" scan --lists '' --from candor --format json in.csv | cut -d, -f1
