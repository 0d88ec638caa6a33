# A list of a thousand members counts in full; of more than are taken the rest is left out, and this is told.
cat >rules.yml <<'END2'
title: E
name: e
logsource: {product: any}
detection:
    selection: {kind: e}
    condition: selection
---
title: A thousand
correlation: {type: value_count, rules: [e], group-by: [u], timespan: 1m, condition: {gte: 1000, field: v}}
END2
event() { printf '{"kind":"e","u":"%s","time":1767225600,"v":[0' "$1"; seq -s '' -f ',%g' 1 "$2"; }
{ event few 998; } | sed 's/$/]}/' >few.jsonl
{ event enough 999; } | sed 's/$/]}/' >enough.jsonl
{ event too_many 5000; } | sed 's/$/]}/' >many.jsonl
$CANDOR match --rules rules.yml few.jsonl
$CANDOR match --rules rules.yml enough.jsonl
$CANDOR match --rules rules.yml many.jsonl
