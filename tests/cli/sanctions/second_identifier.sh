# A name alone weighs nothing; what else agrees with the entry is told, and then it is handed on.
export XDG_DATA_HOME="$PWD/data"
cat >list.csv <<'ROWS'
list,id,programme,type,listed,born,names,weak,documents,addresses,wallets,emails,sites,phones
TEST,1,DPRK3,person,2026-01-02,1980-05-06,"EXAMPLESON, Ann Marie",,"Passport|AB 123-456|Nowhere","1 Long Street|Smalltown|Nowhere",0x00000000000000000000000000000000000000aa,ann@exampleson.example,,
ROWS
"$CANDOR" lists add test list.csv --kind name --class sanctioned --date 2026-01-03
cat >applicants.jsonl <<'ROWS'
{"id":"name alone","name":"Ann Marie Exampleson"}
{"id":"name nearly","name":"Ann Marie Exampelson"}
{"id":"birth date","name":"Ann Marie Exampleson","birth_date":"1980-05-06"}
{"id":"other birth date","name":"Ann Marie Exampleson","birth_date":"1981-05-06"}
{"id":"mailbox","name":"Ann Marie Exampleson","emails":["Ann@Exampleson.Example"]}
{"id":"wallet","name":"Annmarie Exampleson","payment":{"accounts":[{"kind":"wallet","address":"0x00000000000000000000000000000000000000AA"}]}}
{"id":"address","name":"exampleson ann marie","addresses":[{"line1":"1, Long Street","city":"SMALLTOWN"}]}
{"id":"city alone","name":"exampleson ann marie","addresses":[{"line1":"2 Long Street","city":"SMALLTOWN"}]}
{"id":"passport","name":"Ann-Marie Exampleson","documents":[{"kind":"passport","number_sha256":"253c800da3ad217318707a11a455dc8f8d7036b6673b0109dd3b6895b7cc407f"}]}
{"id":"mailbox of another","name":"Robert Johnson","emails":["ann@exampleson.example"]}
{"id":"nobody","name":"Robert Johnson"}
ROWS
"$CANDOR" scan --no-link --format json applicants.jsonl | python3 -c '
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    print(r["id"], r["outcome"], r["weight"], sep=": ")
    for f in r["findings"]:
        print("   ", f["level"], f["weight"], f["title"])
        for s in f["seen"]:
            print("       ", s["field"], s["value"])
'
