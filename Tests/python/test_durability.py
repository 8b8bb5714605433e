"""Full disks, damaged files, no descriptors: found, told with what helps, and no more lost."""

import json
import os
import subprocess
import time

import pytest

from conftest import QUERN

needs_mounts = pytest.mark.skipif(
    os.geteuid() != 0
    or subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0,
    reason="a file system of its own needs root")

CELLS = [
    "let a = 1 + 1\na",
    "let t = table({x: for i in 1..20000: i * 7919 % 10007})\nlen(t.x)",
    "let u = t |> derive(y = .x * 3) |> sort(.y)\nu |> head(2)",
    "a + 40",
]


def journal(home):
    """The newest segment of the only session."""
    folder = next((home.folder / "home" / "sessions").glob("*/journal"))
    return sorted(folder.glob("journal-*"))[-1]


def script(home, text):
    """Runs shell lines where the home is a small file system."""
    (home.folder / "home").mkdir(exist_ok=True)
    prelude = f"mount -t tmpfs -o size=$SIZE none {home.folder}/home\nQ={QUERN}\n"
    return subprocess.run(
        ["unshare", "-m", "bash", "-c", prelude + text], cwd=home.folder, text=True,
        env=dict(home.environment, SIZE="2m"), capture_output=True, timeout=300)


@needs_mounts
def test_a_full_disk_is_told_and_what_was_finished_is_there_when_there_is_room(home):
    home.notebook("n.md", *CELLS)
    result = script(home, f"""
        $Q run n.md > whole 2>&1 || exit 9
        for left in 4 20 60 120 200 300 420; do
          rm -rf {home.folder}/home/* n.out
          head -c $((2097152 - left * 1024)) /dev/zero > {home.folder}/home/filler
          $Q run n.md >> full 2>&1
          echo "rc $?"
          rm {home.folder}/home/filler
          $Q run --resume n.md >> again 2>&1 || exit 8
          cp n.out/outputs.txt outputs-$left
        done
        """)
    assert result.returncode == 0, result.stdout + result.stderr
    said = (home.folder / "full").read_text()
    codes = result.stdout.split()[1::2]
    assert codes[0] != "0" and "0" in codes, result.stdout
    assert "No space left on device" in said
    assert "quern store gc" in said, said
    assert "went away" not in said
    whole = (home.folder / "outputs-4").read_text()
    assert "210014" not in whole
    for left in (20, 60, 120, 200, 300, 420):
        assert (home.folder / f"outputs-{left}").read_text() == whole


@needs_mounts
def test_a_read_only_home_is_told_with_the_way_out(home):
    home.notebook("n.md", "1 + 1")
    result = script(home, f"""
        $Q run n.md > first 2>&1 || exit 9
        mount -o remount,ro {home.folder}/home
        $Q run n.md > second 2>&1
        echo "rc $?"
        $Q sessions
        """)
    assert "rc 4" in result.stdout, result.stdout + result.stderr
    said = (home.folder / "second").read_text()
    assert "Read-only file system" in said and "QUERN_HOME" in said
    assert "n.md" in result.stdout, "lists need no writing"


def test_too_few_descriptors_are_told_or_are_enough(home):
    outcomes = set()
    for limit in range(6, 24):
        result = subprocess.run(
            ["bash", "-c", f"ulimit -n {limit}; exec {QUERN} -e '1 + 1'"], cwd=home.folder,
            env=home.environment, text=True, capture_output=True, timeout=60)
        if result.returncode == 0:
            assert result.stdout.strip() == "2", limit
            outcomes.add("enough")
        else:
            assert "Too many open files" in result.stderr, (limit, result)
            outcomes.add("told")
    assert outcomes == {"enough", "told"}


def test_a_flipped_bit_in_a_journal_costs_its_record_and_is_told(home):
    home.notebook("n.md", *CELLS)
    with_kill = home.popen("run", "n.md", "--session", "s")
    with_kill.wait(60)
    # As after a kill: nothing sums the journal up.
    for snapshot in journal(home).parent.glob("snapshot*"):
        snapshot.unlink()
    path = journal(home)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 16
    path.write_bytes(data)
    listed = home.run("sessions", "describe", "s").stdout
    assert "is damaged at byte" in listed and "is lost" in listed
    again = home.run("run", "--resume", "n.md", "--session", "s")
    assert again.returncode == 0, again.stderr
    assert "is damaged at byte" in again.stderr
    once = home.run("run", "--resume", "n.md", "--session", "s")
    assert "damaged" not in once.stderr, "it is told once"


def test_a_damaged_snapshot_is_passed_over(home):
    home.notebook("n.md", *CELLS)
    assert home.run("run", "n.md", "--session", "s").returncode == 0
    snapshot = journal(home).parent / "snapshot.json"
    data = bytearray(snapshot.read_bytes())
    data[len(data) // 3] ^= 1
    snapshot.write_bytes(data)
    again = home.run("run", "--json", "--resume", "n.md", "--session", "s")
    assert again.returncode == 0, again.stderr
    assert "snapshot.json is damaged" in again.stderr
    assert {cell["status"] for cell in home.cells(again)} == {"cached"}


def test_hibernated_sessions_wake_with_their_values(home):
    home.notebook("n.md", "let t = table({x: [1, 2, 3]})", "sum(t.x)")
    first = home.popen("repl", "--session", "s")
    first.communicate()
    home.notebook("m.md", "sum(t.x) + 1")
    assert home.run("run", "n.md", "--session", "s").returncode == 0
    assert "was not running" in home.run("sessions", "hibernate", "s").stdout
    result = home.run("-e", "1 + 1")
    assert result.returncode == 0


def test_the_store_says_what_it_holds_and_finds_bytes_that_changed(home):
    home.notebook("n.md", *CELLS)
    assert home.run("run", "n.md").returncode == 0
    size = home.run("store")
    assert "values of sessions" in size.stdout
    assert home.run("store", "gc", "--dry-run").returncode == 0
    assert "removed" in home.run("store", "gc").stdout
    assert "all as they were written" in home.run("store", "verify").stdout
    table = next((home.folder / "home" / "tables").rglob("*.qtable"))
    data = bytearray(table.read_bytes())
    data[200] ^= 1
    table.chmod(0o644)
    table.write_bytes(data)
    verify = home.run("store", "verify")
    assert verify.returncode == 1 and "--repair" in verify.stderr
    assert home.run("store", "verify", "--repair").returncode == 0
    # The cell's value is gone, so it is computed again.
    again = home.run("run", "n.md")
    assert again.returncode == 0, again.stdout + again.stderr


HINTS = [
    "let model = 3\nmodel",
    "let t = table({x: for i in 1..2000: i * 7919 % 1009})\n"
    "let (fit, rest) = t |> filter(.x > 9) |> split(0.5)",
    "let both = fit |> append(rest)\nsum(both.x)",
]


def test_a_cell_that_is_shown_again_says_what_it_said_once(home):
    home.notebook("n.md", *HINTS)
    assert home.run("run", "n.md").returncode == 0
    outputs = home.outputs("n.out")
    assert outputs.count("hides the built-in word") == 1
    for how in ("--resume", "--fresh", "--json"):
        again = home.run("run", how, "n.md")
        assert again.returncode == 0, again.stderr
        assert home.outputs("n.out") == outputs, how


def test_tables_read_back_are_the_tables_they_were(home):
    """Else a cell behind a kill would be another cell than in a run that nothing disturbed."""
    home.notebook("n.md", *HINTS)
    assert home.run("run", "n.md", "--session", "whole").returncode == 0
    home.notebook("m.md", *HINTS[:2])
    assert home.run("run", "m.md", "--session", "cut").returncode == 0
    home.notebook("m.md", *HINTS)
    assert home.run("run", "m.md", "--resume", "--session", "cut").returncode == 0

    def digests(session):
        snapshot = home.folder / "home" / "sessions" / session / "journal" / "snapshot.json"
        state = json.loads(snapshot.read_text().rsplit("\ncrc32c ", 1)[0])
        return {name["name"]: name["digest"] for name in state["names"]}

    assert digests("whole") == digests("cut")


def test_two_runs_in_one_session_come_one_after_the_other(home):
    for name in ("a.md", "b.md"):
        home.notebook(
            name, f'let x = "{name}"', "let t = table({x: for i in 1..30000: i})", "len(t.x)", "x")
    runs = [home.popen("run", "--json", name, "--session", "s")
            for name in ("a.md", "b.md", "a.md")]
    for run, name in zip(runs, ("a.md", "b.md", "a.md")):
        out, err = run.communicate(timeout=120)
        assert run.returncode == 0, out + err
        cells = [json.loads(line) for line in out.splitlines() if '"event":"cell"' in line]
        assert [cell["index"] for cell in cells] == [1, 2, 3, 4]
        assert {cell["status"] for cell in cells} <= {"ok", "cached"}, name
        assert name in json.dumps(cells[3]["outputs"])
        assert [len(cell["outputs"]) for cell in cells] == [0, 0, 1, 1]


def test_a_run_that_waits_for_another_says_so_and_can_be_given_up(home):
    home.notebook("n.md", 'ask("go on?")')
    home.notebook("m.md", "1 + 1")
    first = subprocess.Popen(
        ["script", "-qec", f"{QUERN} run n.md --session s", "/dev/null"], cwd=home.folder,
        env=home.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 60
        while not home.processes("__worker") and time.monotonic() < deadline:
            time.sleep(0.02)
        second = home.run("run", "m.md", "--session", "s", "--timeout", "1")
        assert second.returncode != 0
        assert "another run in session s is going on" in second.stderr
    finally:
        first.kill()
        first.wait()


def test_what_a_killed_run_left_running_is_not_taken_for_the_next_runs_own(home):
    slow = "sum(for i in 1..3000000: i * 7919 % 1009)"
    home.notebook("n.md", f'print("first")\nlet s = {slow}\nprint("second")\ns', "s + 1")
    first = home.popen("run", "n.md")
    deadline = time.monotonic() + 60
    sessions = home.folder / "home" / "sessions"
    while time.monotonic() < deadline:
        if any(b'"text":"first' in path.read_bytes()
               for path in sessions.glob("*/journal/journal-*")):
            break
        time.sleep(0.005)
    first.kill()
    first.wait()
    again = home.run("run", "--json", "--resume", "n.md")
    assert again.returncode == 0, again.stdout + again.stderr
    said = json.dumps(home.cells(again)[0]["outputs"])
    assert "first" in said and said.index("first") < said.index("second")
    assert [cell["index"] for cell in home.cells(again)] == [1, 2]


def written(home):
    """Bytes of a home by what they are."""
    folder = home.folder / "home"
    return {
        part: sum(path.stat().st_size for path in (folder / part).rglob("*") if path.is_file())
        for part in ("tables", "store", "cache/tables", "sessions")}


def test_a_big_table_is_written_once_and_what_was_dear_is_not_computed_again(home):
    """Reads, derives twice, hibernates, wakes, reopens: the bytes on disk do not grow with it."""
    rows = 20_000
    while True:
        home.write("big.csv", "k,x,s\n" + "".join(
            f"{i},{i * 7919 % 1000003},a text that takes some room {i % 977}\n"
            for i in range(rows)))
        cells = [
            f'let big = read("{home.folder}/big.csv")',
            "let ordered = big |> derive(y = .x * 2) |> sort(.s, desc(.y), .k)\nlen(ordered.y)",
            "let part = ordered |> filter(.y % 3 == 0)\nsum(part.y)",
            "mean(ordered.y) + mean(part.y)",
        ]
        home.notebook("n.md", *cells)
        # In a new home each time, so that nothing is there yet.
        for entry in ("home", "n.out"):
            subprocess.run(["rm", "-rf", str(home.folder / entry)], check=True)
        result = home.run("run", "--json", "n.md", "--session", "s", timeout=300)
        assert result.returncode == 0, result.stdout + result.stderr
        if sum(cell["seconds"] for cell in home.cells(result)[1:]) > 1.0 or rows > 3_000_000:
            break
        rows *= 4
    first = written(home)
    assert first["tables"] > rows * 20 and first["cache/tables"] > rows * 20, first

    def ask(*lines):
        return home.run("repl", "--session", "s", stdin="\n".join(lines) + "\n", timeout=300)

    again = ask("sum(ordered.y) + sum(part.y)")
    assert again.returncode == 0, again.stderr
    for path in (home.folder / "home" / "tables").rglob("*.qtable"):
        # What would be needed to compute anything is not there any more.
        data = bytearray(path.read_bytes())
        data[64:4096] = b"\xff" * (4096 - 64)
        path.chmod(0o644)
        path.write_bytes(data)
    for step in range(3):
        if step == 1:
            assert home.run("run", "n.md", "--session", "s").returncode == 0
            home.run("sessions", "hibernate", "s")
        answer = ask(f"sum(ordered.x) + {step}", "len(ordered.y)")
        assert str(rows) in answer.stdout, answer.stdout + answer.stderr
        last = written(home)
        assert last["tables"] == first["tables"] and last["cache/tables"] == first["cache/tables"]
        assert last["store"] - first["store"] < 64_000
        assert last["sessions"] - first["sessions"] < 64_000
    spoilt = ask("sum(big.x)")
    assert "wrong checksum" in spoilt.stdout, "the source is as it was made to be"
