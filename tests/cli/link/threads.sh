# Applicants of whom every third shares a phone with the next: any number of threads writes the same bytes, in the order of the input.
awk 'BEGIN { for (i = 0; i < 3000; i++)
	printf "{\"id\":\"a%d\",\"name\":\"Ann %c%c\",\"phones\":[\"+4420%08d\"]}\n", i, 65 + i % 26, 97 + i % 7, i - (i % 3 == 1)
}' >x.jsonl
$CANDOR scan --format json --jobs 1 --summary one.json x.jsonl >one; echo "status $?"
for n in 2 3 7; do
	$CANDOR scan --format json --jobs $n --summary more.json x.jsonl >more
	echo "$n threads: status $?"
	cmp one more; cmp one.json more.json
done
sed 's/.*"id":"\(a[0-9]*\)","outcome.*/\1/;s/^{"id":"\(a[0-9]*\)".*/\1/' one >got
sed 's/.*"id":"\(a[0-9]*\)".*/\1/' x.jsonl | cmp - got
grep -c '"linked":\[{' one
