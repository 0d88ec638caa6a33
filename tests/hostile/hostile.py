#!/usr/bin/env python3
"""hostile.py PROGRAM: single records with as many different elements as a record may hold; prints TAP.

What compares each element of a record with each other one is harmless in every record that a person wrote, and stops
the nightly run at one that somebody made up.  A row names the lists and how many elements each has; SECONDS of one
processor are ten times what a row takes under the sanitizers, and a tenth of what comparing each with each takes.
"""
import hashlib, json, os, resource, subprocess, sys, tempfile

SECONDS = 12

def sha(i):
    return hashlib.sha256(str(i).encode()).hexdigest()

def moment(i, zone="Z"):
    return f"2026-{1 + i % 9:02}-{1 + i % 28:02}T{i % 24:02}:{i % 60:02}:00{zone}"

ELEMENTS = {
    "sessions": lambda i: {"at": moment(i), "ip": f"{1 + i % 99}.{i // 99 % 250}.{i % 251}.7", "device_id": str(i),
                           "geo": {"country": "US" if i % 2 else "DE"}},
    "emails": lambda i: {"address": f"a{i}@sample{i}.com"},
    "phones": lambda i: {"number": f"+1201{5000000 + i}"},
    "accounts": lambda i: {"url": f"https://github.com/a{i}", "email": f"b{i}@sample{i}.org"},
    "links": lambda i: {"url": f"https://x{i}.example/a"},
    "documents": lambda i: {"kind": ("passport", "id_card")[i % 2], "image_sha256": sha(i), "camera": f"C{i % 3}",
                            "taken_at": moment(i), "birth_date": "1990-01-01", "address": f"{i} Side Road, Ghent"},
    "numbers": lambda i: {"kind": "passport", "name": "Ri Jong Nam", "number_sha256": sha(i)},
    "devices": lambda i: {"id": f"d{i}", "shipped_to": f"{i} Side Road, Ghent", "software": ["AnyDesk"]},
    "addresses": lambda i: {"kind": "shipping", "line1": f"{i} Main Street", "city": f"City{i}"},
    "changes": lambda i: {"at": moment(i), "field": "payment.account", "from": str(i), "to": str(i + 1)},
    "observations": lambda i: {"code": "camera-refused", "at": moment(i)},
    "interviews": lambda i: {"at": moment(i), "camera": "off", "camera_name": f"Camera {i}"},
    "activity": lambda i: moment(i, "+01:00"),
    "names_other": lambda i: ("Ri Jong Nam", "Kim Chol", "Kim Kwang Jin")[i % 3],
    "resume.work": lambda i: {"employer": f"Acme {i}", "title": "React developer", "start": f"{1990 + i % 30}-01",
                              "end": f"{1991 + i % 30}-06", "url": f"https://acme-sample{i}.com"},
    "resume.references": lambda i: {"name": f"R {i}", "email": f"r{i}@e{i}.com", "phone": f"+1201{5000000 + i}"},
    "resume.skills": lambda i: f"React {i} years",
    "code.commits": lambda i: {"at": moment(i, "+01:00"), "author_name": f"A {i}", "author_email": f"c{i}@e{i}.com"},
    "payment.accounts": lambda i: {"kind": "wallet", "address": "0x" + sha(i)[:40], "number_sha256": sha(i)},
    "platform.ratings": lambda i: {"by": f"c{i}", "at": "2026-01-01", "same_payment_account": True},
}
PLACES = {"numbers": "documents"}

ROWS = [[(name, 60000)] for name in ELEMENTS if name not in ("names_other", "numbers")] + [
    [("names_other", 20000), ("numbers", 50000)],
    [("emails", 50000), ("resume.work", 50000)],
    [("code.commits", 50000), ("emails", 50000), ("accounts", 50000)],
    [("devices", 50000), ("addresses", 50000)],
    [("documents", 30000), ("addresses", 50000)],
    [(name, 3000) for name in ELEMENTS if name != "numbers"],
]

def record(row):
    r = {"id": "1", "name": "Ann Sample", "applied_at": "2026-10-01T00:00:00Z", "emails": [{"address": "a@example.com"}],
         "location": {"country": "US", "time_zone": "America/New_York", "city": "New York"}}
    for name, count in row:
        *path, last = PLACES.get(name, name).split(".")
        at = r
        for step in path:
            at = at.setdefault(step, {})
        at[last] = [ELEMENTS[name](i) for i in range(count)]
    return json.dumps(r, separators=(",", ":")) + "\n"

def complaint(program, row):
    with tempfile.TemporaryDirectory() as home:
        env = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8", "CANDOR_GEOIP_DIR": "/nonexistent"}
        env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        done = subprocess.run([program, "scan", "--format", "json", "-"], input=record(row).encode(), env=env,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)))
    if done.returncode < 0:
        return f"ended by signal {-done.returncode} within {SECONDS} seconds"
    if done.returncode not in (0, 1) or done.stdout.count(b"\n") != 1:
        return f"status {done.returncode}: {done.stderr.decode()[:300]}"

def main():
    program, failed = os.path.realpath(sys.argv[1]), 0
    for number, row in enumerate(ROWS, 1):
        problem = complaint(program, row)
        failed += problem is not None
        what = "some of everything" if len(row) > 3 else " and ".join(f"{count} {name}" for name, count in row)
        print(f"{'not ok' if problem else 'ok'} {number} one record with {what} takes seconds at most", flush=True)
        if problem:
            print(f"# {problem}")
    print(f"1..{len(ROWS)}")
    return failed > 0

sys.exit(main())
