# The floors of docs/architecture.md are those that tests/lint.sh holds, the highest first; prints what differs alone.
sed -n '/<<.FLOORS.$/,/^FLOORS$/p' "$root/tests/lint.sh" | sed '1d;$d' | tac | awk '{ $1 = $1; print }' >held.txt
awk '/^```$/ { inside = !inside; n += inside; next } inside && n == 1 { $1 = $1; print }' \
    "$root/docs/architecture.md" >told.txt
[ "$(wc -l <held.txt)" -gt 5 ] || echo "lint.sh: no floors"
diff held.txt told.txt
