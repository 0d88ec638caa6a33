#!/usr/bin/env python3
"""memory.py PROGRAM: what becomes of the memory when its users die, meet, or find no room; prints TAP."""
import json, os, random, resource, signal, sqlite3, stat, subprocess, sys, tempfile, time

program = os.path.realpath(sys.argv[1])
count = failed = 0

def check(holds, what):
    global count, failed
    count += 1
    failed += not holds
    print(f"{'ok' if holds else 'not ok'} {count} memory: {what}", flush=True)

def applicants(path, first, number):
    with open(path, "w") as f:
        for i in range(first, first + number):
            f.write(json.dumps({"id": f"a{i}", "name": "Ann Sample", "applied_at": "2026-01-02T00:00:00Z", "emails": [f"u{i}@x.example"],
                                "phones": [f"+4477{i:08d}"], "sessions": [{"device_id": f"d{i}"}]}) + "\n")

def scan(path, memory, **more):
    return subprocess.run([program, "scan", "--format", "json", "--memory", memory, path], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=env, **more)

def state(memory):
    """Is it whole, and which applicants have all of their three keys?"""
    db = sqlite3.connect(memory, timeout=60)
    whole = db.execute("pragma integrity_check").fetchone()[0] == "ok"
    keys = dict(db.execute("select id, count(*) from seen group by id")) if whole else {}
    db.close()
    return whole, keys

with tempfile.TemporaryDirectory() as folder:
    env = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
    at = lambda name: os.path.join(folder, name)

    # Killed at any moment; what was kept in full is forgotten now and then, so that there is always something to write.
    rng, good, half, grown = random.Random(7), True, 0, 0
    applicants(at("k.jsonl"), 0, 3000)
    scan(at("k.jsonl"), at("first.db"))
    begin = time.perf_counter()
    scan(at("k.jsonl"), at("timed.db"))
    took = time.perf_counter() - begin
    for _ in range(100):
        p = subprocess.Popen([program, "scan", "--memory", at("k.db"), at("k.jsonl")], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, env=env)
        time.sleep(rng.random() * took * 1.1)
        p.send_signal(signal.SIGKILL)
        p.wait()
        if os.path.exists(at("k.db")) and os.path.getsize(at("k.db")):
            try:
                whole, keys = state(at("k.db"))
            except sqlite3.OperationalError as e:
                whole, keys = "no such table" in str(e), {}
            good &= whole
            half += sum(1 for n in keys.values() if n != 3)
            grown = max(grown, len(keys))
            if len(keys) == 3000:
                scan_erase = sqlite3.connect(at("k.db")); scan_erase.execute("delete from seen"); scan_erase.commit(); scan_erase.close()
    check(good, "a process killed a hundred times leaves it whole")
    check(half == 0, "nobody is kept in part: batches are there in full or not at all")
    check(grown % 1000 == 0, "a killed process loses its unfinished batch and nothing else")
    done = scan(at("k.jsonl"), at("k.db"))
    check(done.returncode == 0 and len(state(at("k.db"))[1]) == 3000, "after all of it the next run goes well")

    # Two at once.
    applicants(at("x.jsonl"), 10000, 4000); applicants(at("y.jsonl"), 20000, 4000)
    both = [subprocess.Popen([program, "scan", "--memory", at("two.db"), at(n)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                             env=env) for n in ("x.jsonl", "y.jsonl")]
    errors = [p.communicate()[1] for p in both]
    check([p.returncode for p in both] == [0, 0] and errors == [b"", b""], "two processes use it at once")
    check(len(state(at("two.db"))[1]) == 8000, "and nothing of either is lost")

    # No room: a limit on the size of files stands for a full disk.
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200000, 200000))
    applicants(at("z.jsonl"), 30000, 200)
    scan(at("z.jsonl"), at("full.db"))
    before = state(at("full.db"))[1]
    applicants(at("big.jsonl"), 40000, 6000)
    done = subprocess.run([program, "scan", "--format", "json", "--memory", at("full.db"), at("big.jsonl")], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=env, preexec_fn=limit)
    check(done.returncode == 3 and b"memory" in done.stderr, "a full disk is told")
    check(done.stdout.count(b"\n") == 6000, "and everybody is reported all the same")
    whole, keys = state(at("full.db"))
    check(whole and set(before) <= set(keys) and all(n == 3 for n in keys.values()), "and it is whole, with all that was in it")

    # What is in it.
    raw = open(at("two.db"), "rb").read()
    # Long enough that a megabyte of hashes does not spell them by chance, as it does three letters once in twenty runs.
    texts = (b"x.example", b"Ann Sample", b"Sample", b"+447700")
    check(not any(text in raw or text.lower() in raw for text in texts), "no name and no text is in the file")
    check(stat.S_IMODE(os.stat(at("two.db.key")).st_mode) == 0o600 and os.path.getsize(at("two.db.key")) == 32,
          "the key is a file of its own, its owner's alone")
    os.chmod(at("two.db.key"), 0o644)
    done = scan(at("z.jsonl"), at("two.db"))
    check(done.returncode == 3 and b"0600" in done.stderr and not done.stdout, "a key that others may read is refused")
    os.chmod(at("two.db.key"), 0o600)
    one = json.dumps({"id": "new", "name": "B", "phones": ["+447700010005"]})
    open(at("n.jsonl"), "w").write(one + "\n")
    found = json.loads(scan(at("n.jsonl"), at("two.db")).stdout)["linked"]
    check([x["id"] for x in found] == ["a10005"] and found[0]["earlier"] == "2026-01-02" and found[0]["by"][0]["tie"] == "phone",
          "who comes back under another id and name is found")
    spot = lambda *words: subprocess.run([program, "check", "--format", "json", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    before = sorted(state(at("two.db"))[1])
    found = json.loads(spot("--memory", at("two.db"), "--phone", "+44 7700 010 007").stdout)["linked"]
    check([(x["id"], x["earlier"], x["by"][0]["tie"]) for x in found] == [("a10007", "2026-01-02", "phone")], "a spot check finds who was seen before")
    check(sorted(state(at("two.db"))[1]) == before, "and keeps nothing")
    done = spot("--memory", at("none.db"), "--phone", "+447700010007")
    check(done.returncode == 3 and b"none.db" in done.stderr and not os.path.exists(at("none.db")) and not os.path.exists(at("none.db.key")),
          "it makes no memory")
    os.rename(at("two.db.key"), at("kept.key"))
    done = scan(at("n.jsonl"), at("two.db"))
    check(done.returncode == 3 and b"two.db.key" in done.stderr and not done.stdout and not os.path.exists(at("two.db.key")),
          "a memory whose key is gone is refused, and no new key made")
    with open(os.open(at("two.db.key"), os.O_CREAT | os.O_WRONLY, 0o600), "wb") as f: f.write(bytes(range(32)))
    done = scan(at("n.jsonl"), at("two.db"))
    check(done.returncode == 3 and b"another key" in done.stderr and not done.stdout, "another memory's key is refused")
    os.replace(at("kept.key"), at("two.db.key"))
    check(json.loads(scan(at("n.jsonl"), at("two.db")).stdout)["linked"] != [], "with its own key it speaks again")
    def copy(name, change):
        db = sqlite3.connect(at("two.db")); db.execute("vacuum into ?", (at(name),)); db.close()
        with open(at("two.db.key"), "rb") as f, open(os.open(at(name + ".key"), os.O_CREAT | os.O_WRONLY, 0o600), "wb") as to: to.write(f.read())
        db = sqlite3.connect(at(name)); db.execute(change); db.commit(); db.close()
        return scan(at("n.jsonl"), at(name)), subprocess.run([program, "memory", "show", "--memory", at(name)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    both = copy("newer.db", "pragma user_version = 99")
    check(all(p.returncode == 3 and b"newer" in p.stderr and not p.stdout for p in both), "a memory of a newer version is refused")
    both = copy("foreign.db", "pragma application_id = 7")
    check(all(p.returncode == 3 and b"no memory" in p.stderr and not p.stdout for p in both), "another program's database is refused")
    with open(at("newer.db"), "r+b") as f: f.truncate(5000)
    done = scan(at("n.jsonl"), at("newer.db"))
    check(done.returncode == 3 and b"newer.db" in done.stderr and not done.stdout, "a damaged memory is refused")

    # Forgetting.
    run = lambda *words: subprocess.run([program, "memory", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    lines = run("export", "a20001", "--memory", at("two.db")).stdout.splitlines()
    check(len(lines) == 3 and all(json.loads(l)["id"] == "a20001" for l in lines), "export gives all of one applicant")
    run("erase", "a20001", "--memory", at("two.db"))
    check(run("export", "a20001", "--memory", at("two.db")).stdout == b"", "erase forgets one applicant")
    run("purge", "--before", "2026-01-03", "--memory", at("two.db"))
    shown = json.loads(run("show", "--memory", at("two.db"), "--format", "json").stdout)
    check(shown["first"] is None or shown["first"] >= "2026-01-03", "purge forgets what is older")
    check(run("show", "--memory", at("none.db")).returncode == 3 and not os.path.exists(at("none.db")), "looking makes no memory")
print(f"1..{count}")
sys.exit(failed > 0)
