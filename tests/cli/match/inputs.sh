# Lines, a list, gzip, standard input, several files; the output is in their order with any number of threads.
cat >rules.yml <<'END'
title: A
id: 11111111-2222-4333-8444-555555555555
logsource: {product: any}
detection:
    selection: {a|contains: "x"}
    condition: selection
END
printf '{"b":1}\n{"a":"xyz"}\n' >lines.jsonl
printf '[{"a":"x"},\n {"a":"y"},\n {"a":"X"}]' >list.json
gzip -c lines.jsonl >lines.gz
$CANDOR match --rules rules.yml lines.jsonl
$CANDOR match --rules rules.yml list.json
$CANDOR match --rules rules.yml lines.gz
$CANDOR match --rules rules.yml - <lines.jsonl
$CANDOR match --rules rules.yml lines.jsonl list.json lines.gz
i=0
while [ $i -lt 30000 ]; do echo "{\"a\":\"$((i % 7))$((i % 3 == 0 ? i : 0))x\",\"n\":$i}"; i=$((i + 1)); done >many.jsonl
$CANDOR match -j 1 --rules rules.yml many.jsonl lines.jsonl >one
$CANDOR match -j 4 --rules rules.yml many.jsonl lines.jsonl >four
cmp one four && wc -l <four
: >empty.jsonl
$CANDOR match --rules rules.yml empty.jsonl
