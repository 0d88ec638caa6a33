# A disk that is full is told with the reason, however much is written.
for words in 'rules list' 'rules show dprk_address_range' 'rules check' fields advisories help 'lists show --today 2026-07-20' --version; do
	"$CANDOR" $words >/dev/full; echo "$words: $?"
done
printf '192.0.2.1\n' >one.txt
"$CANDOR" lists add one one.txt --kind ip --class vpn
"$CANDOR" lists lookup 175.45.176.1 >/dev/full; echo "lookup: $?"
"$CANDOR" lists update tor-exts --mirror none; echo "exit $?"
"$CANDOR" rules list --format csv; echo "exit $?"
