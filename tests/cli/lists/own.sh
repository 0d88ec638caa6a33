# Lists of one's own: taken, shown, looked up, verified; refused when implausible; damage is noticed.
export XDG_DATA_HOME="$PWD/data" XDG_CACHE_HOME="$PWD/cache"
printf '198.51.99.0/24\n2600:1::/32\n' >nets
awk 'BEGIN { for (i = 0; i < 3000; i++) printf "7.%d.%d.0/24\n", i / 250, i % 250 }' >many
"$CANDOR" lists add our-vpn nets --kind ip --class vpn --product Ours --date 2026-11-01
"$CANDOR" lists add many many --kind ip --class hosting --date 2026-11-01
"$CANDOR" lists show --today 2027-12-01 2>&1 | sed -n 's/: [0-9]* of the lists/: some of the lists/p; /our-vpn/s/"sha256":"[0-9a-f]*"/"sha256":"..."/p'
"$CANDOR" lists lookup 198.51.99.9 2600:1::9 7.3.9.9 8.8.8.8
echo "compiled: $(ls cache/candor | sed 's/-.*//')"
head -n 100 many >few
"$CANDOR" lists add many few --kind ip --class hosting --date 2026-11-02
"$CANDOR" lists add many nowhere --kind ip --class hosting
"$CANDOR" lists lookup 7.3.9.9 | cut -c-60
for file in cache/candor/addresses-*; do head -c 20000 /dev/zero | tr '\0' x | dd of="$file" bs=4096 seek=2 conv=notrunc 2>/dev/null; done
"$CANDOR" lists lookup 198.51.99.9 | cut -c-60
"$CANDOR" lists lookup 198.51.99.9 | cut -c-60
for file in data/candor/our-vpn-*.list; do echo 8.8.8.8 >>"$file"; done
"$CANDOR" lists verify | grep -v ' ok$'
rm data/candor/our-vpn-*.list
"$CANDOR" lists verify 2>&1 | grep -v ' ok$' | sed 's/-[0-9a-f]*\.list/.list/; s/.*data/data/'
: >data/candor/many-0123.list.99.new
"$CANDOR" lists add many few --kind ip --class hosting --force 2>/dev/null
echo "left half way: $(ls data/candor | grep -c 'new$')"
