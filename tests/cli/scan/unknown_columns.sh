# A table of the program's own columns with others beside them: those are named, with what may be meant, and no value.
# Protected ones are counted instead; a foreign form leaves columns behind on purpose.
printf 'ID;Name;Email;Phone number;Gender;x1;x2;x3\n1;Ann;ann@example.com;5;f;a;b;c\n' >export.csv
printf 'id,emails,phones,location.country\n2,b@example.com,+13035550177,US\n' >own.csv
printf 'id,foo\n' >header.csv
"$CANDOR" scan --no-link --format json export.csv own.csv header.csv | grep -o '"id":"."\|"dropped":{[^}]*}'
"$CANDOR" scan --from candor --no-link --format json header.csv
printf 'Timestamp,Email Address,What else\n3/1/2026 10:00:00,a@example.com,x\n' >forms.csv
"$CANDOR" scan --no-link --format csv forms.csv | wc -l
