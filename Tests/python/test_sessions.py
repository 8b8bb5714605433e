"""`quern sessions`: what is there, without waking it."""

import json
import os
import signal

LOOP = "```quern\nlet a = 1\n```\n```quern\nlen(for i in 1..20000: sum(for j in 1..20000: i * j))\n```\n"


def sessions(home):
    return {s["name"]: s for s in json.loads(home.run("sessions", "--json").stdout)}


def test_a_named_session_sleeps_after_its_run_and_is_deleted(home):
    home.notebook("a.md", "let x = 1\nx + 1")
    assert home.run("sessions").stdout.startswith("no sessions")
    assert home.run("run", "a.md", "--session", "mine").returncode == 0
    mine = sessions(home)["mine"]
    assert mine["state"] == "asleep" and mine["names"] == 1 and mine["finished_cells"] == 1
    assert mine["notebook"].endswith("a.md")
    wrong = home.run("sessions", "describe", "mime")
    assert wrong.returncode == 1 and "did you mean mine?" in wrong.stderr
    assert home.run("sessions", "stop", "mine").stdout == "mine: was not running\n"
    assert home.run("sessions", "delete", "mine").stdout == "mine: deleted\n"
    assert sessions(home) == {}


def test_a_bad_name_is_refused_before_anything_runs(home):
    home.notebook("a.md", "1")
    result = home.run("run", "a.md", "--session", "../x")
    assert result.returncode == 2 and "cannot name a session" in result.stderr


def test_a_running_session_is_seen_interrupted_and_stopped(home):
    home.write("loop.md", LOOP)
    process = home.popen("run", "--json", "loop.md", "--session", "busy")
    json.loads(process.stdout.readline())
    while sessions(home)["busy"]["state"] != "running":
        pass
    busy = sessions(home)["busy"]
    assert busy["cell"] == "cell-2" and busy["memory_bytes"] > 1 << 20
    refused = home.run("sessions", "delete", "busy")
    assert refused.returncode == 1 and "--force" in refused.stderr
    assert home.run("sessions", "interrupt", "busy").stdout == "busy: cell-2 is interrupted\n"
    out, _ = process.communicate(timeout=60)
    assert '"interrupted"' in out
    assert home.run("sessions", "delete", "--force", "busy").returncode == 0


def test_a_killed_session_says_so(home):
    home.write("loop.md", LOOP)
    process = home.popen("run", "--json", "loop.md", "--session", "busy")
    json.loads(process.stdout.readline())
    while sessions(home)["busy"]["cell"] != "cell-2":
        pass
    os.kill(home.processes("__worker")[0], signal.SIGKILL)
    process.communicate(timeout=60)
    busy = sessions(home)["busy"]
    assert busy["state"] in ("killed", "asleep") and busy["names"] == 1
