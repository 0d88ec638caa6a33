# Every feed of which the mirror has a copy is taken, and a second time, too; then nothing needs a network or a parser.
mirror="$root/../shared/data/mirror.csv"
[ -r "$mirror" ] || { echo "$mirror is not at hand"; exit 77; }
"$CANDOR" lists update --mirror "$mirror"
"$CANDOR" lists update --mirror "$mirror" | grep -vc 'entries of'
"$CANDOR" lists verify | grep -vc ' ok$'
"$CANDOR" lists lookup --format text 104.28.28.1 23.144.160.67 165.225.100.7 mailinator.com addy.io 134r8iHv69xdT6p5qVKTsHrcUEuBVZAYak |
    sed 's/,.*//'
