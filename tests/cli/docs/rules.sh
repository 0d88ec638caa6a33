# The rules that docs/rules.md shows load, and their examples hold.
awk '/^```yaml$/ { n++; on = 1; next } /^```$/ { on = 0 } on { print > ("rule" n ".yml") }' "$root/docs/rules.md"
for rule in rule*.yml; do
	"$CANDOR" rules check "$rule" && "$CANDOR" rules test "$rule" >test.txt || { cat test.txt; echo "$rule fails"; }
done
