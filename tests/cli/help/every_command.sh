# Each command has help: its usage, an example of itself, no line over 80 columns.  Prints what lacks, and nothing else.
show() { # WORDS...
	"$CANDOR" help "$@" >help.txt 2>err.txt || { echo "$*: no help"; cat err.txt; return; }
	"$CANDOR" ${1+"$@"} --help >dashes.txt
	cmp -s help.txt dashes.txt || echo "$*: help and --help differ"
	[ -s err.txt ] && echo "$*: help writes to standard error"
	awk -v words="$*" 'length($0) > 80 { print words ": a line of " length($0) " columns: " $0 }' help.txt
	[ $# -eq 0 ] || grep -q "^usage: candor $*" help.txt || echo "$*: no usage"
	[ $# -eq 0 ] || grep -qE "^ +(.*\| )?candor $*( |\$)" help.txt || echo "$*: no example"
	# Before the options, which may speak of commands too.
	for sub in $(sed -n '/^Commands:$/,/^$/s/^  \([a-z]*\).*/\1/p' help.txt); do
		echo "$*" "$sub" >>found.txt
		(show "$@" "$sub")
	done
}
show
[ "$(wc -l <found.txt)" -gt 0 ] && echo "looked at every command"
