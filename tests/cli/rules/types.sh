# A test that no value of the field's type can meet is warned of; one that some can is not.
cat >types.yml <<'EOF'
title: Never
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
name: never
description: d
logsource: {product: candor, category: session}
detection:
    a:
        ip.vpn: 'yes'
        managed|gt: 3
        latency_ms: abc
        latency_ms|cidr: 10.0.0.0/8
        at|gt: 5
        user_agent|hour: 5
        proxy: 1
        geo: US
        remote_port: true
    condition: a
---
title: Perhaps
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f90
name: perhaps
description: d
logsource: {product: candor, category: session}
detection:
    a:
        ip.vpn: 'True'
        ip.tor|startswith: t
        ip.tor|re: t.ue
        latency_ms: '5.5'
        latency_ms|contains: '7'
        vpn: true
        user_agent: 5
        geo|exists: true
        at|hour: 5
    condition: a
EOF
"$CANDOR" rules check types.yml | grep -v unused-rule
