# Lines are whole however many there are; the last one need not end; blank ones and white space do not matter; gzip is undone.
awk 'BEGIN { for (i = 0; i < 60000; i++) printf "%d.%d.2.3\n", i % 2 ? 10 : 8, i % 250 }' >many
"$CANDOR" lists lookup - <many | wc -l
"$CANDOR" lists lookup --format text - <many | grep -c ': special'
gzip <many | "$CANDOR" lists lookup - | wc -l
printf '\n  10.1.2.3\r\n\n::1' | "$CANDOR" lists lookup --format text -
printf '10.0.0.1 is no address\nsupport@sinbad.io\n175.45.176.1\n' | "$CANDOR" lists lookup - | cut -c-70
awk 'BEGIN { for (i = 0; i < 600000; i++) printf "1"; print ""; print "10.0.0.1" }' | "$CANDOR" lists lookup - | cut -c-40
: | "$CANDOR" lists lookup -
