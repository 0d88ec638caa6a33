# An id that is not there, with the nearest.
"$CANDOR" advisories us-2022-05-16-state-tresury-fbi; echo "= $?"
"$CANDOR" advisories xyzzy; echo "= $?"
