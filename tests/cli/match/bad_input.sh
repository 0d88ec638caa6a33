# Each bad line is named by file and line, never by value; everything else is matched; status 3.
cat >rules.yml <<'END'
title: A is there
logsource: {product: any}
detection:
    selection: {a|exists: true}
    condition: selection
END
printf '{"a":1}\nsecret words\n{"a":"secret\n\n42\n[1]\n{"a":"\377"}\n{"a":2}\n{"a":' >bad.jsonl
$CANDOR match --rules rules.yml bad.jsonl
echo "status $?"
printf 'secret, words\n' >words.jsonl
$CANDOR match --rules rules.yml words.jsonl none.jsonl bad.jsonl
