# In a folder other files may stand beside rules: those of the pack are passed over, others are warned of, and what is
# meant to be a rule is held to be one.
"$CANDOR" rules check "$root/rules"; echo "the pack: $?"
mkdir mixed none; cp "$root/docs/sample/company.yaml" mixed
cat >mixed/rule.yml <<'EOF'
title: T
logsource: {product: test}
detection: {a: {x: a}, condition: a}
EOF
"$CANDOR" rules check mixed; echo "exit $?"
"$CANDOR" rules check none; echo "exit $?"
printf 'title: T\ndetecton: {a: {x: a}, condition: a}\n' >mixed/misspelt.yml
printf -- '- title: T\n  detection: {a: {x: a}, condition: a}\n' >mixed/list.yaml
: >mixed/empty.yml
"$CANDOR" rules check mixed; echo "exit $?"
"$CANDOR" rules check mixed/company.yaml; echo "by its name: $?"
rm mixed/misspelt.yml mixed/list.yaml mixed/empty.yml
# For a scan: rules that it does not use, a folder without any, and no rules at all.
echo '{"id": "a"}' >a.jsonl
"$CANDOR" scan --rules mixed --format csv a.jsonl | cut -c1-20; echo "exit $?"
"$CANDOR" scan --rules none --format csv a.jsonl | cut -c1-20
"$CANDOR" scan --only-rules a.jsonl; echo "exit $?"
"$CANDOR" explain mixed/rule.yml a.jsonl --format text
