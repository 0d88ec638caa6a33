# The letter to somebody whom every rule by a code fits, with a listed name, wallet, line and program: no word of origin.
codes=$("$CANDOR" rules list --format json | grep -o '"name":"[a-z_]*"' | wc -l)
[ "$codes" -gt 30 ] || echo "rules list names $codes rules"
python3 - "$root/rules/catalogue/observations.json" >r.json <<'PY'
import json, re, sys
codes = sorted(set(re.findall(r'"(?:code|id)": *"([a-z0-9-]+)"', open(sys.argv[1]).read())))
print(json.dumps({"id": "A-1", "name": "Kim Jong Un", "birth_date": "1984-01-08",
    "observations": [{"code": c} for c in codes], "sessions": [{"ip": "175.45.176.9"}, {"ip": "89.104.47.1"}],
    "devices": [{"id": "d", "software": ["OConnect 6.0.0"]}]}))
PY
"$CANDOR" explain --for-applicant r.json >letter.txt || echo "status $?"
grep -cE '^ +[0-9]+\. ' letter.txt | awk '$1 < 80 { print "only " $1 " criteria applied" }'
# An address of a publication may have any word in it.
grep -nE 'DPRK|North Korea|Pyongyang|OConnect' letter.txt | grep -vE '://|as given'
echo "looked"
