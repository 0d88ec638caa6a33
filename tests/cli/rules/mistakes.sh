# What the commonest mistakes are told as: each with its place, and what to write instead.
cat >misspelt_keys.yml <<'END'
titel: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x: a
    condition: sel
END
cat >misspelt_log_source.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    prodcut: test
detection:
    sel:
        x: a
    condition: sel
END
cat >misspelt_condition.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x|contians: a
        y|endwith: b
        z|cotains|all: c
    condtion: sel
END
cat >capital_detection.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
Detection:
    sel:
        x: a
    Condition: sel
END
cat >types.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x|contains: 5
        y|cidr: 10.0.0.1/8
        z|re: '(a'
        w|gt: '5'
        v|exists: yes
    condition: sel
END
cat >other_operators.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x: a
    condition: sel && !filter || x
    filter:
        y: b
END
cat >indentation.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
      x: a
     y: b
    condition: sel
END
cat >tab.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
	x: a
    condition: sel
END
cat >open_quote.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x: 'a
    condition: sel
END
cat >star.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x: *.exe
        y: %a%
    condition: sel
END
cat >open_list.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x: [a, b
    condition: sel
END
cat >colon.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x: foo: bar
    condition: sel
END
cat >backslash.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x: "C:\Windows"
    condition: sel
END
cat >at.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x: @foo
        y: `a
    condition: sel
END
cat >pipe.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x|: a
        ||contains: b
        'x |contains': c
        'x| contains': c
        ' x': c
    condition: sel
END
cat >correlation.yml <<'END'
name: r
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x: a
    condition: sel
---
title: C
correlation:
    type: evnt_count
    rules: [rr]
    timespan: 5 min
    group_by: [u]
    condition:
        gtee: 3
END
cat >related.yml <<'END'
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
falsepositives: none
references: [a, a]
author: [A, B]
fields: x
related: {id: 1}
detection:
    sel:
        x: a
    condition: sel
END
cat >bounds.yml <<'END'
name: r
title: R
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x: a
    condition: sel
---
title: C
correlation:
    type: event_count
    rules: [r]
    timespan: 5m
    group-by: [u]
    condition:
        lt: 3
---
title: D
correlation:
    type: event_count
    rules: [r]
    timespan: 5m
    condition:
        gte: 3
        lte: 1
---
title: E
correlation:
    type: temporal
    rules: [r]
    timespan: 5m
    condition:
        gte: 2
END
cat >filter.yml <<'END'
name: r
title: T
id: 6b0ad2f8-6f8f-4c07-9a1c-6b0ad2f86f8f
logsource:
    product: test
detection:
    sel:
        x: a
    condition: sel
---
title: F
logsource: {product: test}
filter:
    rules: [r]
    selection:
        u: admin
    condition: selection
END
cat >conditions.yml <<'END'
title: C
logsource: {product: test}
detection:
    sel: {x: a}
    _h: {y: a}
    condition: sel || sel
---
title: C
logsource: {product: test}
detection:
    sel: {x: a}
    _h: {y: a}
    condition: sel and !sel
---
title: C
logsource: {product: test}
detection:
    sel: {x: a}
    _h: {y: a}
    condition: sel near sel
---
title: C
logsource: {product: test}
detection:
    sel: {x: a}
    _h: {y: a}
    condition: 3 of sel*
---
title: C
logsource: {product: test}
detection:
    sel: {x: a}
    _h: {y: a}
    condition: sel*
---
title: C
logsource: {product: test}
detection:
    sel: {x: a}
    _h: {y: a}
    condition: sel sel
---
title: C
logsource: {product: test}
detection:
    sel: {x: a}
    _h: {y: a}
    condition: 1 of *h
---
title: C
logsource: {product: test}
detection:
    sel: {x: a}
    _h: {y: a}
    condition: a.b
---
title: C
logsource: {product: test}
detection:
    sel: {x: a}
    _h: {y: a}
    condition: 'sel | count() > 3'
---
title: C
logsource: {product: test}
detection:
    sel: {x: a}
    _h: {y: a}
    condition: sel AND sel
---
title: C
logsource: {product: test}
detection:
    sel: {x: a}
    _h: {y: a}
    condition: sel and
END
printf 'title: T\ndetection:\n  s: {x: \351}\n' >latin.yml
for file in *.yml; do $CANDOR rules check "$file"; done
