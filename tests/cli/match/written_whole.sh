# A full disk is an error; a file is there whole or not at all.
cat >rules.yml <<'END'
title: A
logsource: {product: any}
detection: {s: {a: 1}, condition: s}
END
printf '{"a":1}\n' >e.jsonl
$CANDOR match --rules rules.yml e.jsonl >/dev/full
echo "status $?"
$CANDOR match --rules rules.yml --output out.jsonl e.jsonl
cat out.jsonl
$CANDOR match --rules rules.yml --output no/such/out.jsonl e.jsonl
