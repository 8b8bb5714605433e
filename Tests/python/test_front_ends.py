"""Several front ends on one session at once."""

import json
import signal

from test_repl import prompt  # noqa: F401 (a fixture)
from test_sessions import LOOP, sessions


def test_two_prompts_share_a_session_and_see_each_others_cells(prompt):  # noqa: F811
    one = prompt("repl", "--session", "both", NO_COLOR="1")
    one.wait(1)
    one.run("let x = 41", 2)
    two = prompt("repl", "--session", "both", NO_COLOR="1")
    two.wait_text("Another front end is here too")
    assert two.run("x + 1", 2).strip() == "42"
    one.wait_text("╎ x + 1")
    one.wait_text("╎ 42")
    two.run("let y = x * 2", 3)
    one.wait_text("╎ let y = x * 2")
    assert "82" in one.run("y", 3)
    assert two.leave() == 0
    assert "123" in one.run("x + y", 4), "the session goes on without the other"
    assert one.leave() == 0


def test_a_busy_session_says_so_and_what_is_typed_comes_behind(home, prompt):  # noqa: F811
    home.write("loop.md", LOOP)
    process = home.popen("run", "--json", "loop.md", "--session", "busy")
    json.loads(process.stdout.readline())
    while sessions(home)["busy"]["state"] != "running":
        pass
    one = prompt("repl", "--session", "busy", NO_COLOR="1")
    one.wait_text("A cell of another front end runs here since")
    one.type("a + 1\r")
    one.wait_text("waits for a cell of another front end")
    one.child.sendintr()
    one.wait_text("interrupted")
    assert sessions(home)["busy"]["state"] == "running", "Ctrl-C gives up one's own cell only"
    one.type("a + 2\r")
    one.wait_text("waits for a cell of another front end")
    assert home.run("sessions", "interrupt", "busy").returncode == 0
    process.communicate(timeout=60)


def test_attach_shows_what_was_missed_and_then_what_happens(home):
    home.notebook("a.md", "let x = 1\nx + 1", 'print("hello")')
    assert home.run("run", "a.md", "--session", "mine").returncode == 0
    first = home.run("sessions", "attach", "mine").stdout
    assert "x + 1" in first and "hello" in first and "is asleep" in first
    again = home.run("sessions", "attach", "mine").stdout
    assert "hello" not in again, "what was seen is not shown again"
    numbers = [
        json.loads(line)["seq"]
        for line in home.run(
            "sessions", "attach", "mine", "--json", "--from", "1").stdout.splitlines()]
    assert numbers == list(range(1, len(numbers) + 1)), "no event twice, none left out"

    home.write("loop.md", LOOP)
    process = home.popen("run", "--json", "loop.md", "--session", "mine")
    json.loads(process.stdout.readline())
    follower = home.popen("sessions", "attach", "mine", "--interrupt")
    seen = ""
    while "for j in 1..20000" not in seen:
        line = follower.stdout.readline()
        assert line, seen
        seen += line
    follower.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert '"interrupted"' in out, "--interrupt: Ctrl-C stops the cell"
    while "interrupted after" not in seen:
        seen += follower.stdout.readline()
    follower.send_signal(signal.SIGINT)
    assert "mine waits for cells" in follower.communicate(timeout=60)[0], "the second one leaves"


def test_a_prompt_moves_to_another_instance_with_its_values(home, prompt):  # noqa: F811
    one = prompt("repl", "--session", "m", "--instance", "ml.t3.medium", NO_COLOR="1")
    one.wait(1)
    one.run("let x = 41", 2)
    assert "ml.t3.medium (2 vCPU, 4 GiB)" in one.run(":instance", 2)
    assert "the nearest type that fits is" in one.run(":instance ml.m5.24xlarge", 2)
    assert "did you mean ml.c5.large?" in one.run(":instance ml.c5.larg", 2)
    moved = one.run(":instance ml.c5.large", 2)
    assert "Now on ml.c5.large (2 vCPU, 4 GiB); 1 name kept" in moved, moved
    assert "42" in one.run("x + 1", 3)
    assert "idle. Free here; at AWS" in one.run(":cost", 3)
    assert sessions(home)["m"]["instance"] == "ml.c5.large"
    assert one.leave() == 0
    two = prompt("repl", "--session", "m", NO_COLOR="1")
    two.wait(1)
    assert "ml.c5.large" in two.run(":instance", 1), "it stays where it was moved"
    assert two.leave() == 0
