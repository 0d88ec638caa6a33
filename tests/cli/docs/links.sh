# Every file that a page names is there, and every command that a page shows exists.
cd "$root" || exit 1
grep -noE '\]\([^)#:]+\)' README.md docs/*.md | while IFS=: read -r page line link; do
	target=$(printf %s "$link" | sed 's/^](//; s/)$//')
	[ -e "$(dirname "$page")/$target" ] || echo "$page:$line: $target is not there"
done
for page in README.md docs/*.md; do
	grep -oE '^candor [a-z]+( (list|show|check|test|coverage|lookup|add|update|verify))?' "$page" | sort -u |
	while read -r _ words; do
		"$CANDOR" help $words >/dev/null || echo "$page: candor $words"
	done
	# Paths in backticks that begin with one of our folders.
	grep -oE '`(src|rules|tests|docs)/[A-Za-z0-9_./-]+`' "$page" | tr -d '`' | sort -u | grep -vE '[A-Z]{4}' | while read -r path; do
		[ -e "$path" ] || echo "$page: $path is not there"
	done
done
