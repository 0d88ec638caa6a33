"""Names of one origin for those of another, in invented applicants and in genuine ones; outcomes must be the same."""
import argparse
import json
import re
import subprocess
import sys
import unicodedata


def plain(word):
    """Small Latin letters without marks, as a mailbox has them."""
    word = word.replace("ł", "l").replace("Ł", "L").replace("đ", "d").replace("Đ", "D")
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", word).lower())


def scan(args, records, name):
    path = f"{args.work}/{name}.jsonl"
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    run = subprocess.run([args.program, "scan", "--lists", "", "--format", "json", path], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"not ok 1 scan of {name} ended with status {run.returncode}: {run.stderr}")
    return [json.loads(line) for line in run.stdout.splitlines()]


def judgement(result):
    """What must not change: the outcome, and all that weighs.  That a name is also a listed person's weighs nothing."""
    rules = sorted(f["rule"] for f in result["findings"] if f["weight"])
    return result["outcome"], result["weight"], rules


def differences(before, after):
    return [f"{a['id']}: {judgement(a)} became {judgement(b)}" for a, b in zip(before, after)
            if judgement(a) != judgement(b)] + (["not as many results"] if len(before) != len(after) else [])


class Tap:
    count = failed = 0

    def say(self, faults, what):
        self.count += 1
        self.failed += bool(faults)
        print(f"{'not ok' if faults else 'ok'} {self.count} {what}")
        for fault in faults[:20]:
            print(f"# {fault}")


def fill(templates, origin):
    parts = dict(origin)
    parts.update({key + "_plain": plain(text) for key, text in origin.items()})
    text = re.sub(r"\{([a-z_]+)\}", lambda m: parts[m.group(1)], templates)
    return [json.loads(line) for line in text.splitlines()]


def try_templates(args, tap):
    origins = json.load(open(args.origins, encoding="utf-8"))
    templates = open(args.templates, encoding="utf-8").read()
    first = scan(args, fill(templates, origins[0]), origins[0]["origin"])
    outcomes = {r["outcome"] for r in first}
    tap.say([] if {"nothing_found", "verify"} <= outcomes else [f"only {outcomes}"], "the invented applicants differ in outcome")
    for origin in origins[1:]:
        got = scan(args, fill(templates, origin), origin["origin"])
        tap.say(differences(first, got), f"{origins[0]['origin']} names for {origin['origin']} ones")


NAME_FIELDS = (("name",), ("names_other",), ("accounts", "display_name"), ("documents", "name"),
               ("payment", "accounts", "holder"), ("code", "commits", "author_name"), ("resume", "metadata", "author"))


def texts_at(node, path):
    for one in node if isinstance(node, list) else [node]:
        if not path and isinstance(one, str):
            yield one
        elif path and isinstance(one, dict) and path[0] in one:
            yield from texts_at(one[path[0]], path[1:])


def words_of(record):
    """The words of the applicant's own names: those that share one with the name given."""
    own = set(re.findall(r"[^\W\d_]{2,}", record.get("name", "")))
    for path in NAME_FIELDS:
        for text in texts_at(record, path):
            words = set(re.findall(r"[^\W\d_]{2,}", text))
            if words & own:
                own |= words
    return own


def exchange(records, target):
    """Each word for one of the target's, the same one everywhere; what is left over becomes two of them in one."""
    sources = sorted({w for r in records for w in words_of(r)})
    pool = sorted({w for r in target for w in words_of(r)} - set(sources))
    new = {}
    for i, word in enumerate(sources):
        rest, text = divmod(i, len(pool))
        new[word] = pool[text] + (pool[rest].lower() if rest else "")
    out = []
    for record in records:
        own = {w: new[w] for w in words_of(record)}
        own.update({plain(a): plain(b) for a, b in own.items() if len(plain(a)) > 2})
        pattern = re.compile("|".join(map(re.escape, sorted(own, key=len, reverse=True))) or "$.")

        def swap(text, pattern=pattern, own=own):
            return pattern.sub(lambda m: own[m.group()], text)

        def walk(node, key="", swap=swap):
            if isinstance(node, dict):
                return {k: walk(v, k) for k, v in node.items()}
            if isinstance(node, list):
                return [walk(v, key) for v in node]
            named = key in ("name", "names_other", "display_name", "holder", "author_name", "author", "emails", "email",
                            "address", "handle", "url", "accounts", "links", "previous_names", "author_email")
            return swap(node) if named and isinstance(node, str) else node
        out.append({k: v if k in ("_meta", "id", "addresses", "location", "sessions") else walk(v, k)
                    for k, v in record.items()})
    return out


def try_genuine(args, tap):
    try:
        records = [json.loads(line) for line in open(args.genuine, encoding="utf-8")]
    except FileNotFoundError:
        tap.count += 1
        print(f"ok {tap.count} genuine applicants # skip {args.genuine} is not there")
        return
    groups = sorted({r["_meta"]["group"] for r in records})
    by_group = {g: [r for r in records if r["_meta"]["group"] == g] for g in groups}
    for i, group in enumerate(groups):
        before = scan(args, by_group[group], group)
        for step in (1, 4):
            other = groups[(i + step) % len(groups)]
            after = exchange(by_group[group], by_group[other])
            same = sum(a["name"] == b["name"] for a, b in zip(by_group[group], after) if "name" in a)
            faults = [f"{same} names were not exchanged"] if same else []
            tap.say(faults + differences(before, scan(args, after, f"{group}-{other}")), f"{other} names for genuine {group} ones")


def main():
    parser = argparse.ArgumentParser()
    for option in ("program", "work", "origins", "templates", "genuine"):
        parser.add_argument("--" + option, required=True)
    args, tap = parser.parse_args(), Tap()
    try_templates(args, tap)
    try_genuine(args, tap)
    print(f"1..{tap.count}")
    return tap.failed > 0


sys.exit(main())
