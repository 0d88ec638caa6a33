# The event's time: the first of the usual names that is there, or the field that is named; text, seconds or milliseconds.
cat >rules.yml <<'END'
title: E
name: e
logsource: {product: any}
detection:
    selection: {kind: e}
    condition: selection
---
title: Two in a minute
correlation: {type: event_count, rules: [e], group-by: [u], timespan: 1m, condition: {gte: 2}}
END
cat >events.jsonl <<'END'
{"kind":"e","u":"first_name_wins","@timestamp":"2026-01-01T00:00:00Z","at":"2026-01-01T05:00:00Z"}
{"kind":"e","u":"first_name_wins","@timestamp":"2026-01-01T09:00:00Z","at":"2026-01-01T05:00:00Z"}
{"kind":"e","u":"text_and_offset","timestamp":"2026-01-01T00:00:00Z"}
{"kind":"e","u":"text_and_offset","timestamp":"2026-01-01T09:00:30+09:00"}
{"kind":"e","u":"seconds","time":1767225600}
{"kind":"e","u":"seconds","time":"1767225660"}
{"kind":"e","u":"milliseconds","time":1767225600000}
{"kind":"e","u":"milliseconds","time":1767225660001}
{"kind":"e","u":"named_field","log":{"when":"2026-01-01T00:00:00Z"}, "at":"2025-01-01T00:00:00Z"}
{"kind":"e","u":"named_field","log":{"when":"2026-01-01T00:00:00Z"}, "at":"2024-01-01T00:00:00Z"}
{"kind":"e","u":"without_time"}
{"kind":"e","u":"without_time","at":"no time"}
END
$CANDOR match --rules rules.yml events.jsonl
echo "named:"
$CANDOR match --rules rules.yml --time-field log.when events.jsonl 2>&1
