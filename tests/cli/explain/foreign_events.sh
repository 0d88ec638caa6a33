# Of a keyword's hits it says where each stands; of a list it takes as many values as a run does.
cat >keyword.yml <<'EOF'
title: Keyword
logsource: {product: x}
detection: {k: [foo, bar], condition: k}
EOF
echo '{"a": {"b": ["no", "a foo b"]}, "c.d": [[{"e": "bar"}]], "n": 1}' >keyword.json
"$CANDOR" explain keyword.yml keyword.json --format text
"$CANDOR" explain keyword.yml keyword.json --format json | grep -o '"read":.*\]'
cat >count.yml <<'EOF'
title: E
name: e
logsource: {product: x}
detection: {s: {u: a}, condition: s}
---
title: C
name: c
correlation: {type: value_count, rules: [e], group-by: [u], timespan: 1d, condition: {gte: 100, field: v}}
EOF
printf '{"time": "2026-01-01T00:00:00Z", "u": "a", "v": [0' >count.json
i=1; while [ $i -lt 100 ]; do printf ', %d, %d' $i $i; i=$((i + 1)); done >>count.json; echo ']}' >>count.json
"$CANDOR" explain count.yml count.json --format text | grep -v '^  in'
"$CANDOR" match --rules count.yml --format json count.json
