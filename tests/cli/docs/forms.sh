# Every form inside the program stands in docs/forms.md, and the form that the page shows reads what it says.
for form in "$root"/rules/forms/*.yaml; do
	name=$(sed -n 's/^name: //p' "$form")
	[ "$name.yaml" = "$(basename "$form")" ] || echo "$form has the name $name"
	grep -q "^|.*\`$name\`" "$root/docs/forms.md" || echo "$name is not told of"
done
sed -n 's/^	{ "\([a-z0-9-]*\)", .*/\1/p' "$root/src/read/convert.c" | while read -r name; do
	grep -q "^|.*\`$name\`" "$root/docs/forms.md" || echo "conversion $name is not told of"
done
awk '/^```yaml$/ { on = 1; next } /^```$/ { on = 0 } on' "$root/docs/forms.md" >ours.yaml
cat >export.json <<'JSON'
{"sent_at": "2026-03-01T10:00:00Z", "data": {"candidates": [{"candidate_no": 7, "created": 1772355600000, "first": "Ann", "last": "Example",
 "contacts": [{"type": "mail", "value": "ann@example.com"}, {"type": "phone", "value": "+1 212 555 0100"}], "home": "Columbus, Ohio, United States",
 "answers": [{"question": "Your birth date", "answer": "x"}], "client": {"address": "175.45.177.20"}, "pay": "some coin", "gender": "x"}]}}
JSON
"$CANDOR" scan --lists '' --forms ours.yaml --format json export.json >out.json
for want in '"id":"7"' '"birth_date":1' '"gender":1' '"value":"175.45.177.20"' '"field":"payment.method","value":"crypto"'; do
	grep -qF "$want" out.json || echo "$want is missing"
done
