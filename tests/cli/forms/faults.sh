# Every fault of a form is told with its place, and nothing is read.
cat >mine.yaml <<'FORM'
name: my form
titel: Ours
recognise: [x]
record:
  nam: x
  applied_at: {path: a..b, as: epoch}
  emails:
    each: mail
    adress: value
FORM
echo '{"x": 1}' >in.json
"$CANDOR" scan --forms mine.yaml in.json
"$CANDOR" scan --forms nothing.yaml in.json
mkdir empty
"$CANDOR" scan --forms empty in.json
