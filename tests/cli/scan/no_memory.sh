# What is no memory is told as such, and no key is made beside it; whoever has none kept is said to have none.
echo '{"id": "a", "emails": "ann@example.com"}' >a.jsonl
mkdir folder; echo text >text; : >empty; mkfifo pipe
for file in folder text pipe /dev/null nowhere/x; do "$CANDOR" scan --memory "$file" --format json a.jsonl; echo "exit $?"; done
ls; ls /dev/null.key 2>&1
"$CANDOR" scan --memory empty --format json a.jsonl | cut -c1-20
"$CANDOR" memory export b --memory empty; echo "exit $?"
"$CANDOR" memory erase a --memory empty; echo "exit $?"
"$CANDOR" memory erase a --memory empty; echo "exit $?"
rm empty.key; "$CANDOR" scan --memory empty --format json a.jsonl; echo "exit $?"
ls empty.key 2>&1
