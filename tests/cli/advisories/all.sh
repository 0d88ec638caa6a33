# Every publication, the newest first; text and JSON agree; what was not read in full says so.
"$CANDOR" advisories --format text >text.txt
"$CANDOR" advisories >lines.json
python3 - <<'PY'
import json, re
rows = [json.loads(line) for line in open("lines.json")]
text = open("text.txt").read()
heads = re.findall(r"^(\S+)  (\S+)$", text, re.M)
assert heads == [(r["id"], r["date"] or "undated") for r in rows], "text and JSON differ"
dates = [r["date"] or "" for r in rows]
assert dates == sorted(dates, reverse=True), "not by date"
for r in rows:
    missing = [k for k in ("id", "publisher", "title", "url", "tier", "verified") if not r.get(k)]
    if missing:
        print(r["id"], "lacks", missing)
    block = re.split(r"\n(?=\S)", text.split(r["id"] + "  ", 1)[1], maxsplit=1)[0]
    if (r["verified"] != "read in full") != ("(" + r["verified"] + ")" in block):
        print(r["id"], "does not say how far it was read")
print(len(rows) >= 70)
PY
