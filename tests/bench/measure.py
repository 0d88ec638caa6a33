"""What the measurements have in common: user time and memory of a call, medians, and whether a goal is met."""
import os, statistics, subprocess, sys, time


def call(words, stdin=None, stdout=None):
    """One call: seconds of user time, of user and system time, on the clock; peak memory in bytes; exit status."""
    begin = time.perf_counter()
    child = subprocess.Popen(words, stdin=stdin, stdout=stdout or subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{words[0]} {words[1]} ended with status {child.returncode}")
    return {"user": usage.ru_utime, "cpu": usage.ru_utime + usage.ru_stime, "clock": time.perf_counter() - begin,
            "peak": usage.ru_maxrss * 1024, "status": child.returncode}


def in_turns(calls, times, figure="user"):
    """Each of calls (name to words, or to a function that gives the figures), in turns; the medians of the figure by name."""
    got = {name: [] for name in calls}
    for _ in range(times):
        for name, words in calls.items():
            got[name].append((words() if callable(words) else call(words))[figure])
    return {name: statistics.median(values) for name, values in got.items()}


def goal(text, is_met):
    print(f"{text}: goal {'met' if is_met else 'missed'}")
