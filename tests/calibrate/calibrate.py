#!/usr/bin/env python3
"""calibrate.py PROGRAM [--cases FILE] [--genuine FILE] [-- OPTION...]: how the rules do on records whose truth is known.

Scans the cases (each with its _meta.expected) and the genuine applicants (with _meta.hard and _meta.group), and prints recall at
"verify" and at "escalate", the false alarms in all and for each honest trait and each name-origin group, and the rules that fire
most on honest people.  What stands behind "--" goes to the scan.  The names of the keys are those of the two files' README.

Three hundred are few.  What an interviewer notes of a genuine applicant was drawn apart from all else in the record, so each
record is judged once more with the observations of each of many others: the rates among these pairings say what to expect of
people whom nobody has seen, as far as they differ from these only in what comes together.
"""
import argparse, collections, json, math, os, random, subprocess, sys, tempfile

RANK = {"nothing_found": 0, "verify": 1, "escalate": 2}
PAIRINGS = 40   # with so many others' observations each record is judged
RESAMPLES = 1000


def wilson(hits, count):
    """Ends of the 95 % interval: what the true rate may still be (E. B. Wilson, 1927)."""
    if not count:
        return 0.0, 1.0
    z, p = 1.96, hits / count
    mid, half = p + z * z / (2 * count), z * math.sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    return (mid - half) / (1 + z * z / count), (mid + half) / (1 + z * z / count)


def read(path):
    return [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]


def scan(program, path, options):
    """Results in the order of the input, beside their records."""
    records = read(path)
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
    for what, hits, count, goal in (("at verify or above, of those within reach", at_verify, len(reachable), 95),
                                    ("at escalate, of the strong ones", at_escalate, len(strong), 85)):
        print(f"  {what:43} {rate(hits, count)}   goal {goal} %; with so few the true rate may be"
              f" {100 * wilson(hits, count)[0]:.0f} %")
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
              f" up to {100 * wilson(hits, count)[1]:.2f} %")
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


def pairings(program, path, options):
    """(index of the record, index of whose observations it has, outcome), for each record with those of PAIRINGS people."""
    records = read(path)
    count, step = len(records), max(1, len(records) // PAIRINGS)
    for shift in range(0, min(count, step * PAIRINGS), step):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as mixed:
            for i, record in enumerate(records):
                mixed.write(json.dumps({**record, "observations": records[(i + shift) % count].get("observations", [])}) + "\n")
        try:
            for i, (_, x) in enumerate(scan(program, mixed.name, options)):
                yield i, (i + shift) % count, x["outcome"]
        finally:
            os.unlink(mixed.name)


def interval(hits, people, total):
    """95 % of what the rate comes to when the people are drawn again, records and observers each for themselves."""
    draw, rates = random.Random(1), []
    for _ in range(RESAMPLES):
        record, observed = (collections.Counter(draw.choices(range(people), k=people)) for _ in range(2))
        rates.append(100 * sum(record[i] * observed[j] for i, j in hits) / total)
    rates.sort()
    return rates[int(0.025 * RESAMPLES)], rates[int(0.975 * RESAMPLES)]


def estimate(program, path, options):
    groups = [r["_meta"]["group"] for r in read(path)]
    pairs = list(pairings(program, path, options))
    print(f"  expected of people like these: {len(groups)} records, each with the observations of {PAIRINGS} people")
    for outcome in ("verify", "escalate"):
        hits = [(i, j) for i, j, x in pairs if RANK[x] >= RANK[outcome]]
        low, high = interval(hits, len(groups), len(pairs))
        between = f"between {low:.2f} and {high:.2f} %" if hits else "nobody"
        print(f"    at {outcome:9} {len(hits):4} of {len(pairs):5}  {100 * len(hits) / len(pairs):6.3f} %   {between}")
    size = collections.Counter(groups[i] for i, _, _ in pairs)
    flagged = collections.Counter(groups[i] for i, _, x in pairs if RANK[x] >= RANK["verify"])
    print("    at verify by origin of the name: "
          + ", ".join(f"{g} {100 * flagged[g] / size[g]:.1f} %" for g in sorted(size)))


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
        estimate(a.program, a.genuine, options)


main()
