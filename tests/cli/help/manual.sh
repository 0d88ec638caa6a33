# The manual page is clean roff, and says every command and option that --help says.
"$CANDOR" help --man >candor.1 || exit 1
sed 's/\\-/-/g; s/\\f[A-Z]//g' candor.1 >plain
for command in $("$CANDOR" help | sed -n '/^Commands:$/,/^$/s/^  \([a-z]*\).*/\1/p'); do
	grep -q "^\.SS candor $command" plain || echo "no $command"
	for option in $("$CANDOR" help "$command" | sed -n '/^Options:$/,$s/^  .*\(--[a-z-]*\).*/\1/p'); do
		[ "$option" = --help ] || grep -q -- "$option" plain || echo "$command: no $option"
	done
done
if command -v mandoc >/dev/null; then
	mandoc -T lint -W warning candor.1
elif command -v groff >/dev/null; then
	groff -man -ww -z candor.1
else
	echo "neither mandoc nor groff"; exit 77
fi
