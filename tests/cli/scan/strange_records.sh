# Records of a system that no form knows have nothing that is looked at: said once for an input, with the first line.
printf '{"id":"a"}\n{"id":"b","email":"x"}\n{"id":"c","_meta":1}\n{}\n{"_note":1,"name":"Ann"}\n{"candidate":{"mail":"x"}}\n' >odd.jsonl
"$CANDOR" scan --format csv odd.jsonl | wc -l
"$CANDOR" scan --format csv --no-link --jobs 2 - <odd.jsonl | wc -l
echo '{"candidate":1}' >one.json
"$CANDOR" check --json one.json --format csv | wc -l
# A table as a Mac of old writes it is one line, and no value of it is shown.
printf 'id,name,mail\r1,Ann,x@example.com\r' >mac.csv
"$CANDOR" scan --format csv mac.csv; echo "exit $?"
printf 'id,"two\r\nlines",name\r\n1,a,Ann\r\n' >quoted.csv
"$CANDOR" scan --format csv quoted.csv | wc -l
