# Faults do not hide each other: those of a condition, and those of fields behind a category that is not known.
cat >conditions.yml <<'EOF'
title: C
logsource: {product: test}
detection:
    a: {x: a}
    b: {y: b}
    condition: a adn b or 1 of c* or (b
---
title: C
logsource: {product: test}
detection:
    a: {x: a}
    condition: a AND d && !a OR NOT a
---
title: C
logsource: {product: test}
detection:
    a: {x: a}
    condition: a and ) or a.b and (a and)
---
title: C
logsource: {product: test}
detection:
    a: {x: a}
    condition: "a and \0 a \0 or \0"
---
title: C
logsource: {product: test}
detection:
    a: {x: a}
    condition: 3 of a* and a* and 1 of THEM and ALL of them and 1 of and 5 or of
---
title: C
logsource: {product: test}
detection:
    a: {x: a}
    condition: a)) and not
---
title: C
logsource: {product: test}
detection:
    a: {x: a}
    condition: a b | count() by c > 3
EOF
for category in sesion connection; do
	cat >$category.yml <<EOF
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
description: d
logsource: {product: candor, category: $category}
detection:
    a:
        ip.vpnn: true
        ip.tor: true
        applicant.location.country: US
    condition: a
EOF
done
sed 's/, category: connection//' connection.yml >none.yml
# Legal, and surely not meant.
cat >own.yml <<'EOF'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource: {product: Candor, category: session}
detection: {a: {x: a}, condition: a}
---
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f90
logsource: {product: "candr", category: session}
detection: {a: {x: a}, condition: a}
---
title: T
name: tor
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f91
description: d
logsource: {product: candor, category: session}
detection: {a: {ip.tor: true}, condition: a}
---
title: Many of all
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f92
description: d
level: low
falsepositives: [many]
correlation:
    type: event_count
    rules: [tor]
    timespan: 1d
    condition: {gte: 3}
candor:
    group: network
    indicators: [net-vpn-astrill]
    verify: [location-explained]
    match: [[{sessions: [{ip: 192.0.2.1}]}]]
    miss: [[{}]]
EOF
for file in conditions sesion connection none own; do echo "$file:"; "$CANDOR" rules check $file.yml; done
