"""What the measurements have in common: user time and memory of a call, medians, and whether a goal is met."""
import os, statistics, subprocess, sys, time


def call(words, stdin=None):
    """One call: seconds of user time, of user and system time, and on the clock."""
    begin = time.perf_counter()
    child = subprocess.Popen(words, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{words[0]} {words[1]} ended with status {child.returncode}")
    return {"user": usage.ru_utime, "cpu": usage.ru_utime + usage.ru_stime, "clock": time.perf_counter() - begin}


# A process begins with the memory of the one that it was forked from, so a small one stands between.
PEAK = """import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss * 1024 if os.waitstatus_to_exitcode(status) in (0, 1) else "")
"""


def peak(words, stdin=None):
    """The most memory that a call had, in bytes; not less than the 10 MB of a small Python."""
    got = subprocess.run([sys.executable, "-S", "-c", PEAK, *words], stdin=stdin, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL).stdout.strip()
    return int(got) if got else sys.exit(f"{words[0]} {words[1]} failed")


def all_in_turns(calls, times):
    """Each of calls (name to words, or to a function that gives the figures), in turns; by figure, the medians by name."""
    got = {name: [] for name in calls}
    for _ in range(times):
        for name, words in calls.items():
            got[name].append(words() if callable(words) else call(words))
    figures = next(iter(got.values()))[0]
    return {figure: {name: statistics.median(one[figure] for one in made) for name, made in got.items()} for figure in figures}


def in_turns(calls, times, figure="user"):
    """Likewise, of one figure."""
    return all_in_turns(calls, times)[figure]


def goal(text, is_met):
    print(f"{text}: goal {'met' if is_met else 'missed'}")
