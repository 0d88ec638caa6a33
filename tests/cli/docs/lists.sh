# Every list inside the program, and every judgement, stands in docs/lists.md.
sed -n 's/^- name: //p' "$root/rules/lists/lists.yaml" | while read -r name; do
	grep -q "\`$name\`" "$root/docs/lists.md" || echo "$name is not told of"
done
for class in $(grep -hoE '^  class: [a-z]+' "$root/rules/lists/lists.yaml" "$root/rules/lists/feeds.yaml" | awk '{ print $2 }' | sort -u); do
	grep -q "^|.*\`$class\`" "$root/docs/lists.md" || echo "judgement $class is not told of"
done
