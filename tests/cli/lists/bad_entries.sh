# Every entry that is none is told with its line, and nothing is taken; a folder of lists that is not there is told.
printf '192.0.2.1\nnot-an-ip\n300.1.1.1 # why\n\n192.0.2.0/33\n' >exits.txt
"$CANDOR" lists add own exits.txt --kind ip --class vpn; echo "exit $?"
printf 'name,ip\nx,192.0.2.1\ny,nothing\nz,192.0.2.\n' >exits.csv
"$CANDOR" lists add own exits.csv --kind ip --class vpn; echo "exit $?"
i=0; while [ $i -lt 30 ]; do echo x$i; i=$((i + 1)); done >many.txt
"$CANDOR" lists add own many.txt --kind ip --class vpn 2>&1 | tail -n 2
"$CANDOR" lists lookup 192.0.2.1 --format text
for class in vpnn published; do "$CANDOR" lists add own exits.txt --kind ip --class $class; echo "exit $?"; done
"$CANDOR" lists add own exits.txt --kind wallet; echo "exit $?"
echo '{"id": "a"}' >a.jsonl
"$CANDOR" scan --lists nowhere a.jsonl; echo "exit $?"
"$CANDOR" rules check --lists nowhere; echo "exit $?"
"$CANDOR" match --lists nowhere --rules "$root/rules/network" a.jsonl; echo "exit $?"
