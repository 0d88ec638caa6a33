#!/usr/bin/env python3
"""calibrate.py PROGRAM [--cases FILE] [--genuine FILE] [-- OPTION...]: how the rules do on records whose truth is known.

Scans the cases (each with its _meta.expected) and the genuine applicants (with _meta.hard and _meta.group), and prints recall at
"verify" and at "escalate", the false alarms in all and for each honest trait and each name-origin group, and the rules that fire
most on honest people.  What stands behind "--" goes to the scan.  The names of the keys are those of the two files' README.
"""
import argparse, collections, json, math, subprocess, sys

RANK = {"nothing_found": 0, "verify": 1, "escalate": 2}


def upper(hits, count):
    """Upper end of the 95 % Wilson interval: what the true rate may still be (E. B. Wilson, 1927)."""
    if not count:
        return 1.0
    z, p = 1.96, hits / count
    mid = p + z * z / (2 * count)
    return (mid + z * math.sqrt(p * (1 - p) / count + z * z / (4 * count * count))) / (1 + z * z / count)


def scan(program, path, options):
    """Results in the order of the input, beside their records."""
    records = [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]
    run = subprocess.run([program, "scan", "--format", "json", *options, path], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"{program} scan ended with {run.returncode}:\n{run.stderr}")
    results = [json.loads(line) for line in run.stdout.splitlines()]
    if len(results) != len(records):
        sys.exit(f"{len(records)} records, {len(results)} results")
    return list(zip(records, results))


def met(result, outcome):
    return RANK[result["outcome"]] >= RANK[outcome]


def counting(result):
    return [f for f in result["findings"] if f["weight"]]


def rate(hits, count):
    return f"{hits:4} of {count:4}  {100 * hits / count:6.2f} %" if count else "   none"


def cases(pairs, verbose):
    reachable = [(r, x) for r, x in pairs if not r["_meta"].get("unreachable")]
    strong = [(r, x) for r, x in reachable if r["_meta"]["expected"] == "escalate"]
    at_verify = sum(met(x, "verify") for _, x in reachable)
    at_escalate = sum(met(x, "escalate") for _, x in strong)
    print("real cases")
    print(f"  at verify or above, of those within reach   {rate(at_verify, len(reachable))}   goal 95 %")
    print(f"  at escalate, of the strong ones             {rate(at_escalate, len(strong))}   goal 85 %")
    flagged = sum(met(x, "verify") for r, x in pairs if r["_meta"].get("unreachable"))
    print(f"  out of reach by their fields alone: {len(pairs) - len(reachable)}, flagged all the same {flagged}")
    for r, x in pairs:
        short = not met(x, r["_meta"]["expected"])
        if short or verbose:
            mark = "out of reach" if r["_meta"].get("unreachable") else "MISSED" if short else ""
            print(f"    {r['id']:8} expected {r['_meta']['expected']:8} is {x['outcome']:13} weight {x['weight']:3} {mark}")
            for f in counting(x):
                print(f"             {f['weight']:3} {f['group']:14} {f['title']}")


def shares(title, pairs, keys):
    """False alarms among the applicants that have each key."""
    table = collections.defaultdict(list)
    for r, x in pairs:
        for key in keys(r["_meta"]):
            table[key].append(x)
    print(f"  {title}")
    for key, results in sorted(table.items(), key=lambda row: (-sum(met(x, "verify") for x in row[1]) / len(row[1]), row[0])):
        verify, escalate = (sum(met(x, o) for x in results) for o in ("verify", "escalate"))
        weight = sum(x["weight"] for x in results) / len(results)
        print(f"    {key:20} {rate(verify, len(results))}   escalate {escalate}   mean weight {weight:5.1f}")


def genuine(pairs, verbose):
    count = len(pairs)
    print("genuine applicants")
    for outcome, goal in (("verify", "at most 1 %"), ("escalate", "at most 0.05 %")):
        hits = sum(met(x, outcome) for _, x in pairs)
        print(f"  at {outcome:9} {rate(hits, count)}   goal {goal}; with so few the true rate may be"
              f" up to {100 * upper(hits, count):.2f} %")
    shares("by origin of the name", pairs, lambda m: [m["group"]])
    shares("by honest trait", pairs, lambda m: m.get("hard") or ["(none)"])
    fired, weighed = collections.Counter(), collections.Counter()
    for _, x in pairs:
        fired.update({f["title"] for f in x["findings"]})
        weighed.update({f["title"] for f in counting(x)})
    print("  the rules that fire most on them (in all, and where they count)")
    for title, hits in fired.most_common(None if verbose else 25):
        print(f"    {hits:4} {weighed[title]:4}  {title}")
    for r, x in pairs:
        if met(x, "verify"):
            print(f"    {r['id']:8} {x['outcome']} weight {x['weight']}: {', '.join(r['_meta'].get('hard', []))}")
            for f in counting(x):
                print(f"             {f['weight']:3} {f['group']:14} {f['title']}")


def main():
    words = sys.argv[1:]
    options = words[words.index("--") + 1:] if "--" in words else []
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("--cases")
    parser.add_argument("--genuine")
    parser.add_argument("--verbose", action="store_true", help="every case and every rule")
    a = parser.parse_args(words[:words.index("--")] if "--" in words else words)
    if a.cases:
        cases(scan(a.program, a.cases, options), a.verbose)
    if a.genuine:
        genuine(scan(a.program, a.genuine, options), a.verbose)


main()
