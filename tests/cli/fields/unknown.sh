# What the registry does not have, with the nearest.
"$CANDOR" fields sesions.ip; echo "= $?"
"$CANDOR" fields xyzzy; echo "= $?"
"$CANDOR" fields a b; echo "= $?"
"$CANDOR" fields --format yaml; echo "= $?"
