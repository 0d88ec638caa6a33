# Every row has a meaning; JSON and text have the same rows; every line of JSON is JSON.
"$CANDOR" fields --format text >text.txt
"$CANDOR" fields >lines.json
[ "$(wc -l <text.txt)" -eq "$(wc -l <lines.json)" ] || echo "text and JSON differ"
python3 - <<'PY'
import json
for line in open("lines.json"):
    row = json.loads(line)
    if not row["meaning"] or not row["source"] or not row["names"].get("applicant"):
        print(row)
PY
