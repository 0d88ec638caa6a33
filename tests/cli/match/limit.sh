# An expression that met its limit is told, and taken neither for yes nor for no.
cat >rules.yml <<'END'
title: Backtracks
logsource: {product: any}
detection:
    selection: {a|re: '^(([a-z])+.)+[A-Z]([a-z])+$'}
    condition: selection
---
title: Does not
logsource: {product: any}
detection:
    selection: {a|re: '^(([a-z])+.)+[A-Z]([a-z])+$'}
    condition: not selection
END
printf '{"a":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}\n{"a":"1"}\n' >e.jsonl
$CANDOR match --rules rules.yml e.jsonl
