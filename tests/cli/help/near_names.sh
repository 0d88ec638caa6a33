# What is misspelt is answered with what was likely meant; a path of a report names its field.
try() { echo "\$ candor $*"; "$CANDOR" "$@"; echo "= $?"; }
try --hlep
try --verbose
try advisories us-2022-05-16-state
try check --passed in-persn
try fields 'emails[1].addres'
"$CANDOR" fields 'sessions[0].ip.vpn' --format text | head -n 2
