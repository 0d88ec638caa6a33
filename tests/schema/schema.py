#!/usr/bin/env python3
"""schema.py PROGRAM: the schemas of docs/schema against what the program really reads and writes; prints TAP.

The record's schema must be what the program says of its own registry.  The sample, the records of the contract's scan rows and,
where they are at hand, the shared cases are held against it, and what a scan of them writes against the schemas of a result and
of a summary.  Then each object that a result or a summary has gets a member too many, and one too few: both must be refused.
"""
import copy, json, os, subprocess, sys, tempfile
import jsonschema

program, root = os.path.realpath(sys.argv[1]), os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
shared = os.environ.get("CANDOR_SHARED", os.path.join(root, "../shared"))
schemas, checkers, done = {}, {}, {"count": 0, "failed": 0}


def told(name, problems):
    done["count"] += 1
    done["failed"] += bool(problems)
    print(f"{'not ok' if problems else 'ok'} {done['count']} {name}")
    for p in problems[:20]:
        print("#", p)


def run(*args, **more):
    with tempfile.TemporaryDirectory() as home:
        env = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        return subprocess.run([program, *args], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


def problems(kind, value, where):
    return [f"{where}: {'.'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in checkers[kind].iter_errors(value)]


def load():
    for kind in ("record", "result", "summary"):
        with open(os.path.join(root, "docs/schema", kind + ".schema.json"), encoding="utf-8") as f:
            schemas[kind] = json.load(f)
        bad = []
        try:
            jsonschema.Draft202012Validator.check_schema(schemas[kind])
        except jsonschema.SchemaError as e:
            bad = [e.message]
        told(f"the schema of a {kind} is one", bad)
        checkers[kind] = jsonschema.Draft202012Validator(schemas[kind])


def lines(text):
    """The JSON objects among the lines; what is bad on purpose is passed over."""
    for line in text.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            yield value


def contract():
    """The JSON inputs of the contract's rows for scan, and whether they are read without a complaint."""
    with open(os.path.join(root, "tests/contract/scan.rows"), encoding="utf-8") as f:
        text = "\n".join(line for line in f.read().split("\n") if not line.startswith("#"))
    for row in map(json.loads, filter(str.strip, text.split("\n\n"))):
        for name, content in row.get("files", {}).items():
            if isinstance(content, str) and name.endswith((".json", ".jsonl")):
                yield row["name"], content, row.get("status") in (0, 1)


def scan(name, text, is_good):
    """Records against the schema of a record, their results against that of a result; the results."""
    with tempfile.TemporaryDirectory() as folder:
        path, summary = os.path.join(folder, "in.jsonl"), os.path.join(folder, "summary.json")
        with open(path, "w", encoding="utf-8", errors="surrogatepass") as f:
            f.write(text)
        out = run("scan", "--format", "json", "--summary", summary, path).stdout.decode()
        bad = []
        if is_good:
            for i, record in enumerate(lines(text)):
                bad += problems("record", record, f"record {i + 1}")
        results = [json.loads(line) for line in out.splitlines()]
        for i, result in enumerate(results):
            bad += problems("result", result, f"result {i + 1}")
        if os.path.exists(summary):
            with open(summary, encoding="utf-8") as f:
                whole = json.load(f)
            bad += problems("summary", whole, "summary")
        else:
            whole = None
            bad += ["no summary was written"]
        told(name, bad)
        return results, whole


def objects(value, path=()):
    """Every object in @value by its path."""
    if isinstance(value, dict):
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from objects(inner, path + (key,))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def is_closed(kind, value):
    bad = []
    for path in objects(value):
        if path[-1:] == ("dropped",):
            continue
        more = copy.deepcopy(value)
        at(more, path)["surplus"] = 1
        if checkers[kind].is_valid(more):
            bad.append(f"a member too many at {path} passes")
        for key in at(value, path):
            less = copy.deepcopy(value)
            del at(less, path)[key]
            if checkers[kind].is_valid(less):
                bad.append(f"{key} missing at {path} passes")
    told(f"the schema of a {kind} is closed, and wants every member", bad)


def main():
    load()
    own = json.loads(run("fields", "--format", "schema").stdout)
    told("the schema of a record is that of the registry", [] if own == schemas["record"] else
         ["docs/schema/record.schema.json is not what the registry says; make it anew:",
          "candor fields --format schema | python3 -m json.tool --indent 1 >docs/schema/record.schema.json"])
    told("the schema of a record is open", problems("record", {"anything": {"at": ["all"]}}, "open"))
    wrong = [{"name": 7}, {"emails": [{"address": []}]}, {"sessions": {"proxy": "yes"}}, {"accounts": [{"followers": "9"}]},
             {"resume": {"work": [{"confirmed": 1}]}}, [], "text"]
    told("what is of the wrong type is none", [f"{w} passes" for w in wrong if checkers["record"].is_valid(w)])
    lenient = [{"id": 7}, {"emails": "a@example.com"}, {"emails": ["a@example.com"]}, {"emails": {"address": "a@example.com"}},
               {"location": "Berlin"}, {"sessions": [{"vpn": True}]}, {"name": None}]
    told("what the reader puts into shape is one", [p for r in lenient for p in problems("record", r, r)])
    with open(os.path.join(root, "docs/sample/applicants.jsonl"), encoding="utf-8") as f:
        results, summary = scan("the sample", f.read(), True)
    for name, text, is_good in contract():
        scan("contract: " + name, text, is_good)
    for name in ("cases.jsonl", "genuine.jsonl"):
        path = os.path.join(shared, "cases", name)
        if not os.path.exists(path):
            print(f"ok {done['count'] + 1} {name} # SKIP {path} is not at hand")
            done["count"] += 1
            continue
        with open(path, encoding="utf-8") as f:
            more, _ = scan(name, f.read(), True)
            results += more[:40]
    fullest = max(results, key=lambda r: sum(1 for _ in objects(r)))
    is_closed("result", fullest)
    is_closed("summary", summary)
    print(f"1..{done['count']}")
    return done["failed"] > 0


sys.exit(main())
