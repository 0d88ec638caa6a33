# What is wrong is told with what was probably meant, and ends with status 2.
try() { echo "\$ candor $*"; "$CANDOR" "$@"; echo "= $?"; }
try
try hlp
try xyzzy
try help hlp
try help help help
try help --mna
try help -x
try --vresion
"$CANDOR" help >/dev/full; echo "= $?"
