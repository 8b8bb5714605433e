"""`quern sessions`: what is there, without waking it."""

import json
import os
import re
import signal
import subprocess

import pexpect

from conftest import QUERN

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


def test_a_refused_run_leaves_the_outputs_of_the_last_one(home):
    home.notebook("a.md", "let x = 41\nx + 1")
    assert home.run("run", "a.md").returncode == 0
    before = {path.name: path.read_bytes() for path in (home.folder / "a.out").iterdir()
              if path.is_file()}
    assert b"42" in before["outputs.txt"]
    refused = home.run("run", "a.md", "--instance", "ml.m5.24xlarge")
    assert refused.returncode == 2 and "stays as it was" in refused.stdout
    told = json.loads(home.run("run", "--json", "a.md", "--instance", "ml.m5.24xlarge").stdout)
    assert told["error"] == "instance-too-large" and "nearest type" in told["message"]
    after = {path.name: path.read_bytes() for path in (home.folder / "a.out").iterdir()
             if path.is_file()}
    assert after == before


def test_listings_fit_the_terminal_and_are_whole_in_a_pipe(home):
    folder = home.folder / ("long-folder-name-" * 4)
    folder.mkdir()
    (folder / "notebook.md").write_text("```quern\nlet x = 1\n```\n")
    assert home.run("run", str(folder / "notebook.md"), "--session", "s" * 30).returncode == 0
    piped = home.run("sessions").stdout
    assert "s" * 30 in piped and f"{folder.name}/notebook.md" in piped
    assert all(line == line.rstrip() for line in piped.splitlines())
    for command in [["sessions"], ["instances", "--all"], ["cost"], ["cost", "--by", "notebook"]]:
        child = pexpect.spawn(
            QUERN, command, cwd=str(home.folder), env=dict(home.environment, TERM="xterm"),
            encoding="utf-8", dimensions=(30, 90), timeout=60)
        child.expect(pexpect.EOF)
        text = re.sub(r"\x1b\[[0-9;]*m", "", child.before)
        assert "…" in text or command not in (["sessions"], ["cost"]), text
        assert all(len(line.rstrip("\r")) <= 90 for line in text.split("\n")), text
        assert "\x1b[2m" in child.before, "colours on a terminal"


def test_the_shell_completes_names(home):
    home.notebook("a.md", "1")
    for name in ["alpha", "beta"]:
        assert home.run("run", "a.md", "--session", name).returncode == 0
    script = home.run("--generate-completion-script", "bash").stdout
    assert "---completion" in script
    home.write("complete.bash", script)

    def complete(*words):
        line = " ".join(words)
        result = subprocess.run(
            ["bash", "-c",
             f"shopt -s extglob; PATH={os.path.dirname(QUERN)}:$PATH; source complete.bash; "
             f"COMP_WORDS=({' '.join(repr(word) for word in words)}); "
             f"COMP_CWORD={len(words) - 1}; COMP_LINE={line!r}; COMP_POINT={len(line)}; "
             "$(complete -p quern | sed 's/.*-F \\([^ ]*\\).*/\\1/') quern "
             f"{words[-1]!r} {words[-2]!r}; "
             "printf '%s\\n' \"${COMPREPLY[@]}\""],
            cwd=home.folder, env=home.environment, text=True, capture_output=True, timeout=60)
        return result.stdout.split()

    assert {"alpha", "beta"} <= set(complete("quern", "sessions", "attach", ""))
    assert complete("quern", "instances", "describe", "al") == ["alpha"]
    assert complete("quern", "run", "--session", "b") == ["beta"]
    assert "ml.t3.medium" in complete("quern", "repl", "--instance", "ml.t3")


def test_secrets_lie_nowhere_in_the_clear(home):
    secret = "hunter2-correct-horse"
    home.notebook(
        "s.md",
        'param token: secret\nlet r = {a: token, b: 1}\nlet l = [token]\ntoken',
        "let f = () => token\nr", 'script("t.sh", env: {TOKEN: token}).t')
    home.write("t.sh", "printf 'n\\n%s\\n' ${#TOKEN} > $SM_OUTPUT_DATA_DIR/t.csv\n")
    first = home.run("run", "s.md", "-p", f"token={secret}", "--session", "s")
    assert first.returncode == 0, first.stdout + first.stderr
    assert f"{len(secret)}" in first.stdout and secret not in first.stdout
    for folder in [home.folder / "home", home.folder / "s.out"]:
        for path in folder.rglob("*"):
            if path.is_file():
                assert secret.encode() not in path.read_bytes(), path
    key = home.folder / "home" / "secret.key"
    assert key.stat().st_mode & 0o777 == 0o600 and key.stat().st_size == 32
    # It comes back from the journal as what it was, and is not computed again.
    again = home.run("run", "s.md", "-p", f"token={secret}", "--session", "s")
    assert again.returncode == 0 and again.stdout.count("unchanged") == 4, again.stdout
    home.notebook("t.md", "len(l)", 'script("t.sh", env: {TOKEN: l[0]}).t')
    piped = home.run("repl", "--session", "s", stdin='script("t.sh", env: {TOKEN: l[0]}).t\n')
    assert f"{len(secret)}" in piped.stdout, piped.stdout + piped.stderr
    other = home.run("run", "s.md", "-p", "token=other", "--session", "s")
    assert "5" in other.stdout and other.stdout.count("unchanged") == 0, other.stdout
    key.unlink()
    lost = home.run("repl", "--session", "s", stdin='script("t.sh", env: {TOKEN: l[0]}).t\n')
    assert lost.returncode == 1 and "secret.key" in lost.stdout, lost.stdout
