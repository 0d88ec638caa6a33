# The sample that comes with the program shows each outcome, a settled and an explained finding, and a tie.
"$CANDOR" scan --lists "" --company "$root/docs/sample/company.yaml" --format json "$root/docs/sample/applicants.jsonl" | python3 -c '
import json, sys
for line in sys.stdin:
    x = json.loads(line)
    marks = [word for word, has in (("settled", any(f["settled_by"] for f in x["findings"])),
        ("explained", any(f["explained_by"] for f in x["findings"]))) if has]
    ties = [other["id"] + " by " + by["tie"] for other in x["linked"] for by in other["by"]]
    print(x["id"], x["outcome"], x["weight"], *marks, *ties)
'
