# An input without an applicant is said to be one, and is no error; a file with a complaint is not told of twice.
: >empty.jsonl; printf ' \n\n\t\n' >blank.jsonl; printf 'id,name\n' >header.csv; echo '[]' >list.json; echo '{bad}' >bad.jsonl
echo '{"id": "a"}' >one.jsonl
gzip -c empty.jsonl >empty.jsonl.gz
"$CANDOR" scan --format csv --no-link empty.jsonl blank.jsonl header.csv list.json bad.jsonl one.jsonl empty.jsonl.gz | cut -c1-20
"$CANDOR" scan --format csv empty.jsonl one.jsonl | cut -c1-20
"$CANDOR" scan --format json empty.jsonl; echo "exit $?"
"$CANDOR" scan --format json - </dev/null; echo "exit $?"
"$CANDOR" rings --format json header.csv; echo "exit $?"
"$CANDOR" explain dprk_address_range blank.jsonl; echo "exit $?"
