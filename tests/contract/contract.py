#!/usr/bin/env python3
"""contract.py PROGRAM: the command line as its users see it, held against rows of *.rows files; prints TAP.

A row is one JSON object on lines of its own, up to a blank line:
  name    the behaviour
  files   {"name": "text"}; "name.gz" is compressed; {"hex": "..."} gives bytes; {"repeat": [text, times]} a long text
  args    the words after the program's name
  stdin   text or such an object (default: nothing)
  status  the exit status
  lines   how many lines standard output has
  json    {"line.path.to.value": wanted}, each line of standard output being JSON; a wanted value {"has": x} asks for
          a list or text that holds x, {"keys": [...]} for exactly these keys or more, {"len": n} for a length
  out, err, not_out, not_err   regular expressions that must, or must not, be found
"""
import gzip, json, os, re, subprocess, sys, tempfile

PLANNED = ()

def content(x):
    if isinstance(x, str):
        return x.encode()
    if "hex" in x:
        return bytes.fromhex(x["hex"])
    if "repeat" in x:
        return (x.get("before", "") + x["repeat"][0] * x["repeat"][1] + x.get("after", "")).encode()
    raise ValueError(x)

def at(value, path):
    for step in path:
        if isinstance(value, list):
            value = value[int(step)] if int(step) < len(value) else None
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value

def meets(got, want):
    if isinstance(want, dict) and "has" in want:
        return got is not None and want["has"] in got
    if isinstance(want, dict) and "keys" in want:
        return isinstance(got, dict) and set(want["keys"]) <= set(got)
    if isinstance(want, dict) and "len" in want:
        return got is not None and len(got) == want["len"]
    return got == want

def complaints(row, done):
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    if "status" in row and done.returncode != row["status"]:
        yield f"status {done.returncode}, wanted {row['status']}"
    if "lines" in row and out.count("\n") != row["lines"]:
        yield f"{out.count(chr(10))} lines, wanted {row['lines']}"
    if "json" in row:
        try:
            values = [json.loads(line) for line in out.splitlines()]
        except ValueError as e:
            yield f"standard output is not JSON lines: {e}"
            values = []
        for path, want in row["json"].items():
            got = at(values, path.split("."))
            if not meets(got, want):
                yield f"{path} is {json.dumps(got)[:200]}, wanted {json.dumps(want)}"
    for key, text, wanted in (("out", out, True), ("err", err, True), ("not_out", out, False), ("not_err", err, False)):
        for pattern in [row[key]] if isinstance(row.get(key), str) else row.get(key, []):
            if bool(re.search(pattern, text, re.M)) != wanted:
                yield f"{key}: {pattern!r} {'not found' if wanted else 'found'} in {text[:400]!r}"

def run(program, row):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in row.get("files", {}).items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            data = content(text)
            with open(path, "wb") as f:
                f.write(gzip.compress(data, mtime=0) if name.endswith(".gz") and not isinstance(text, dict) else data)
        env = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC", "CANDOR_GEOIP_DIR": "/nonexistent"}
        env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        return subprocess.run([program] + row["args"], input=content(row.get("stdin", "")), cwd=folder, env=env,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)

def main():
    program, here = os.path.realpath(sys.argv[1]), os.path.dirname(os.path.realpath(__file__))
    number = failed = 0
    usage = subprocess.run([program, "--help"], stdout=subprocess.PIPE).stdout.decode()
    for rows in sorted(f for f in os.listdir(here) if f.endswith(".rows")):
        text = open(os.path.join(here, rows), encoding="utf-8").read()
        text = "\n".join(line for line in text.split("\n") if not line.startswith("#"))
        for block in filter(str.strip, text.split("\n\n")):
            row = json.loads(block)
            number += 1
            command = row["args"][0] if row["args"] else ""
            if command in PLANNED and not re.search(rf"^ +{command}\b", usage, re.M):
                print(f"ok {number} {rows[:-5]}: {row['name']} # skip the program has no command {command}")
                continue
            problems = list(complaints(row, run(program, row)))
            failed += bool(problems)
            print(f"{'not ok' if problems else 'ok'} {number} {rows[:-5]}: {row['name']}")
            for p in problems:
                print(f"# {p}")
    print(f"1..{number}")
    return failed > 0 or number == 0

sys.exit(main())
