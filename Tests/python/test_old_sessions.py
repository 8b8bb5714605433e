"""Sessions that nobody named go in time, whole or not at all, and what they used stays billed."""

import json
import os
import shutil
import signal
import subprocess
import time

from conftest import QUERN

DAY = 86_400


def age(folder, days):
    """As if a session had not been used for so many days."""
    then = time.time() - days * DAY
    for path in folder.rglob("*"):
        os.utime(path, (then, then))


def sessions(home):
    return {s["name"]: s for s in json.loads(home.run("sessions", "--json").stdout)}


def seconds(home):
    """What each session used, by name."""
    used = {}
    for use in json.loads(home.run("cost", "--json").stdout):
        used[use["session"]] = used.get(use["session"], 0) + use["seconds"]
    return used


def session_folder(home, name):
    return home.folder / "home" / "sessions" / name


def test_a_runs_session_goes_after_a_month_and_a_named_one_never(home):
    home.notebook("n.md", "let x = 1\nx + 1")
    assert home.run("run", "n.md").returncode == 0
    assert home.run("run", "n.md", "--session", "mine").returncode == 0
    run = next(name for name in sessions(home) if name.startswith("run-"))
    before = seconds(home)
    assert set(before) == {run, "mine"}
    for name in before:
        age(session_folder(home, name), 45)
    said = home.run("store", "gc", "--dry-run").stdout
    line = next(line for line in said.splitlines() if line.startswith(run))
    assert "45 days ago" in line and "old" in line and "n.md" in line, said
    assert "mine" not in said
    assert set(sessions(home)) == {run, "mine"}
    assert "removed" in home.run("store", "gc").stdout
    assert set(sessions(home)) == {"mine"}
    assert seconds(home) == before
    # The notebook's lock still holds: nothing is computed again.
    again = home.run("run", "n.md", "--json")
    assert {cell["status"] for cell in home.cells(again)} == {"cached"}


def test_a_workers_end_collects_once_a_day(home):
    home.notebook("n.md", "1 + 1")
    home.notebook("m.md", "2 + 2")
    assert home.run("run", "n.md").returncode == 0
    old = next(iter(sessions(home)))
    age(session_folder(home, old), 31)
    stamp = home.folder / "home" / "store" / "collected"
    assert home.run("run", "m.md").returncode == 0
    assert old in sessions(home), "the last collection is not a day old"
    os.utime(stamp, (time.time() - 2 * DAY,) * 2)
    assert home.run("run", "m.md").returncode == 0
    deadline = time.monotonic() + 60
    while old in sessions(home):
        assert time.monotonic() < deadline
    assert len(sessions(home)) == 1


def test_a_collection_that_is_killed_loses_no_use_and_leaves_no_half_session(home):
    home.notebook("n.md", "let t = table({x: 1..50})", "sum(t.x)")
    assert home.run("run", "n.md").returncode == 0
    first = session_folder(home, next(iter(sessions(home))))
    for number in range(60):
        shutil.copytree(first, session_folder(home, f"run-{number:012x}"))
    for name in sessions(home):
        age(session_folder(home, name), 40)
    before = seconds(home)
    assert len(before) == 61
    kills = 0
    while sessions(home):
        left = len(sessions(home))
        process = subprocess.Popen(
            [QUERN, "store", "gc"], cwd=home.folder, env=home.environment,
            stdout=subprocess.DEVNULL)
        # Killed after the first few are gone: in the middle of one of the next.
        while process.poll() is None and len(list(
                (home.folder / "home" / "sessions").iterdir())) > left - 3 - kills % 5:
            pass
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
        found = sessions(home)
        assert all(s["problem"] is None and s["finished_cells"] == 2 for s in found.values())
        assert seconds(home) == before
    assert kills > 3
    assert home.run("store", "gc").returncode == 0
    assert list((home.folder / "home" / "removed").iterdir()) == []
    assert seconds(home) == before


def test_many_are_deleted_only_when_somebody_says_yes(home):
    for name in ("a", "b", "c"):
        home.notebook("n.md", "1")
        assert home.run("run", "n.md", "--session", name).returncode == 0
    wrong = home.run("sessions", "delete", "--older-than", "soon")
    assert wrong.returncode == 2
    assert home.run("sessions", "delete", "a", "--older-than", "1d").returncode == 2
    none = home.run("sessions", "delete", "--older-than", "1d", "--yes")
    assert none.returncode == 0 and "no session" in none.stdout
    asked = home.run("sessions", "delete", "--older-than", "0s")
    assert asked.returncode == 2 and "--yes" in asked.stderr and "3 sessions" in asked.stderr
    assert set(sessions(home)) == {"a", "b", "c"}
    done = home.run("sessions", "delete", "--older-than", "0s", "--yes")
    assert sorted(done.stdout.split()) == sorted("a: deleted b: deleted c: deleted".split())
    assert sessions(home) == {}
    assert set(seconds(home)) == {"a", "b", "c"}
