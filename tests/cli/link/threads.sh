# Applicants of whom every third shares a phone, and four a bank account, with the next: any number of threads writes the same
# bytes, in the order of the input.
awk 'BEGIN { for (i = 0; i < 3000; i++)
	printf "{\"id\":\"a%d\",\"name\":\"%c%ca %c%co\",\"phones\":[\"+4420%08d\"]," \
	    "\"payment\":{\"accounts\":[{\"kind\":\"bank\",\"number_sha256\":\"%064d\"}]}}\n",
	    i, 65 + i % 26, 97 + i % 7, 65 + i % 19, 98 + i % 5, i - (i % 3 == 1), i % 5 ? int(i / 5) : 5000 + i
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
grep -c 'Several people gave one telephone number' one
grep -c "Several people's pay goes to one account" one
