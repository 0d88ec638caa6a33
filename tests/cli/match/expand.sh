# Values for placeholders; without one the rule is refused and nothing is matched.
cat >rules.yml <<'END'
title: Somebody
logsource: {product: any}
detection:
    selection: {user|expand: '%who%'}
    condition: selection
END
printf '{"user":"root"}\n{"user":"ann"}\n{"user":"adm-7"}\n{"user":"%%who%%"}\n' >events.jsonl
$CANDOR match --rules rules.yml --set who=root --set 'who=adm*' --set unused=1 events.jsonl
$CANDOR match --rules rules.yml events.jsonl; echo "status $?"
$CANDOR match --rules rules.yml --set who events.jsonl
