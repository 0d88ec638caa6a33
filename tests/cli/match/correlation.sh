# Groups that ever met the condition, with the largest window; the rules counted stay silent unless it says generate.
cat >rules.yml <<'END'
title: Log-in
name: login
logsource: {product: any}
detection:
    selection: {kind: in}
    condition: selection
---
title: Three log-ins in an hour
id: 11111111-2222-4333-8444-555555555555
correlation:
    type: event_count
    rules: [login]
    group-by: [user, host.name]
    timespan: 1h
    condition: {gte: 3}
END
cat >events.jsonl <<'END'
{"kind":"in","user":"ann","host":{"name":"h1"},"at":"2026-01-01T00:00:00Z"}
{"kind":"in","user":"ann","host":{"name":"h1"},"at":"2026-01-01T01:00:00Z"}

{"kind":"in","user":"bob","host":{"name":"h1"},"at":"2026-01-01T00:10:00Z"}
{"kind":"in","user":"ann","host":{"name":"h1"},"at":"2026-01-01T00:30:00Z"}
{"kind":"in","user":"ann","host":{"name":"h1"},"at":"2026-01-01T02:00:01Z"}
{"kind":"out","user":"ann","host":{"name":"h1"},"at":"2026-01-01T00:31:00Z"}
END
$CANDOR match --rules rules.yml events.jsonl
echo "text:"
$CANDOR match --rules rules.yml --format text events.jsonl
echo "generate:"
sed '/^title: Three/a generate: true' rules.yml >loud.yml
$CANDOR match --rules loud.yml events.jsonl
