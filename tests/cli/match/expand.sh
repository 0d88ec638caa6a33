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
echo "status $?; from lists:"
cat >lists.yml <<'END'
title: Free mail
logsource: {product: any}
detection:
    selection: {mail|expand|endswith: '@%free-mail%'}
    condition: selection
---
title: Of ours
logsource: {product: any}
detection:
    selection: {mail|expand: '%partners%'}
    condition: selection
END
printf 'Friend@partner.example\nother@partner.example\n' >partners.txt
$CANDOR lists add partners partners.txt --kind email --class published --source us >/dev/null
printf '{"mail":"x@gmail.com"}\n{"mail":"x@gmail.com.example"}\n{"mail":"friend@PARTNER.example"}\n' >mails.jsonl
$CANDOR match --rules lists.yml mails.jsonl
echo "a value given goes before the list:"
$CANDOR match --rules lists.yml --set free-mail=gmail.com.example mails.jsonl
echo "no lists:"
mkdir empty
$CANDOR match --rules lists.yml --lists empty mails.jsonl
