# One field: from where it is, what a rule may do with it, what it is called, what is below it.
"$CANDOR" fields --format text sessions.ip.vpn
"$CANDOR" fields --format text 'sessions[].ip.vpn' | head -n 1
"$CANDOR" fields --format text birth_date
"$CANDOR" fields sessions.geo
