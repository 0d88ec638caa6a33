# Two people at one address are tied by it, unless the company's own file knows the address.
printf '%s\n' '{"id":"a","addresses":[{"kind":"shipping","line1":"12 Main Street","postal_code":"62701"}]}' \
    '{"id":"b","addresses":[{"kind":"shipping","line1":"12 Main St.","postal_code":"62701"}]}' >address.jsonl
printf '%s\n' '{"id":"a","devices":[{"shipped_to":"12 Main Street, Springfield, IL 62701"}]}' \
    '{"id":"b","devices":[{"shipped_to":"12 Main St, Springfield, IL 62701"}]}' >device.jsonl
printf 'addresses:\n  - {line1: 12 Main Street, postal_code: 62701, reason: our flat}\n' >company.yaml
for what in address device; do
	for company in "" company.yaml; do
		echo "$what, company file: ${company:-none}"
		"$CANDOR" scan --format text --company "$company" $what.jsonl | grep -A1 'Tied to\|explained by the company'
	done
done
