# One publication: what it asks for, what it says to look for, and who sees that.
"$CANDOR" advisories --format text us-2022-05-16-state-treasury-fbi >page.txt
sed -n '1,10p' page.txt
awk 'length($0) > 80' page.txt
"$CANDOR" advisories us-2022-05-16-state-treasury-fbi >page.json
python3 - <<'PY'
import json
a = json.load(open("page.json"))
for i in a["indicators"]:
    if not (i["text"] and i["check"] and i["innocent"] and isinstance(i["rules"], list)):
        print(i["indicator"], "lacks something")
    if i["refused"] and i["rules"]:
        print(i["indicator"], "is refused, and seen by", i["rules"])
print(len(a["indicators"]) > 10, len(a["mitigations"]) > 10, any(i["rules"] for i in a["indicators"]))
PY
"$CANDOR" advisories --format text silentpush-2026-09-discord-proxies | grep '^Not the original'
# The joint statement on thefts, which states no indicator of its own.
"$CANDOR" advisories --format text us-jp-rok-2025-01-14-joint-statement | sed -n '/^Names/,$p'
