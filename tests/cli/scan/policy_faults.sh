# Every fault of a policy is told with its place, in one run; a promise that the numbers break, at the number.
echo '{"id": "a"}' >a.jsonl
sed -e 's/^  medium: 25 /  medum: 25 /' -e 's/^  share: 25 /  share: 101 /' -e 's/^    groups: 2/    groups: two/' \
    -e 's/^  - emails.address.published/  - emails.adress.published/' -e 's/level: critical}/level: criticl}/' \
    -e 's/^rules: {}/rules: {some_rule: -3, another: x}/' -e 's/^    phone: 25 /    phon: 25 /' -e 's/^  household: 2/  household: 0/' \
    "$root/rules/policy.yaml" >policy.yaml
"$CANDOR" scan --policy policy.yaml a.jsonl; echo "exit $?"
sed -e 's/^  noted: 9 /  noted: 11 /' -e 's/^  ceiling: 80 /  ceiling: 1 /' "$root/rules/policy.yaml" >policy.yaml
"$CANDOR" scan --policy policy.yaml a.jsonl; echo "exit $?"
printf 'weights: {}\n---\n{}\n' >policy.yaml
"$CANDOR" scan --policy policy.yaml a.jsonl; echo "exit $?"
sed 's/^rules: {}/rules: {vpn_astril: 1, vpn_astrill: 2}/' "$root/rules/policy.yaml" >policy.yaml
"$CANDOR" scan --policy policy.yaml --format csv a.jsonl | wc -l
"$CANDOR" scan --policy nothing.yaml a.jsonl; echo "exit $?"
