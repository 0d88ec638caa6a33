# Each tells what is missing, and ends with status 2.
printf '{"a":1}\n' >e.jsonl
cat >same.yml <<'END'
title: A
id: 11111111-2222-4333-8444-555555555555
logsource: {product: any}
detection: {s: {a: 1}, condition: s}
---
title: B
id: 11111111-2222-4333-8444-555555555555
logsource: {product: any}
detection: {s: {a: 1}, condition: s}
END
mkdir empty
for words in "e.jsonl" "--rules same.yml" "--rules none.yml e.jsonl" "--rules empty e.jsonl" "--rules same.yml e.jsonl" \
    "--rules same.yml --format csv e.jsonl"; do
	echo "match $words"
	$CANDOR match $words
	echo "status $?"
done
