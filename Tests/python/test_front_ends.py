"""Several front ends on one session at once."""

import json
import signal

import pytest

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
    assert home.run("sessions", "delete", "mine").returncode == 0
    assert home.run("run", "a.md", "--session", "mine").returncode == 0
    anew = home.run("sessions", "attach", "mine").stdout
    assert "hello" in anew, "another session of that name has not been seen"
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


def jupyter_notebook(home, name, front_matter, *cells):
    import nbformat

    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"quern": front_matter})
    nbformat.write(notebook, home.folder / name)
    return home.folder / name


def test_a_kernel_takes_what_its_notebook_says_of_the_instance(home):
    pytest.importorskip("zmq")
    from kernel_client import Kernel

    path = jupyter_notebook(
        home, "n.ipynb",
        {"instance": "ml.t3.medium", "idle": "1s", "budget": "3s"}, "1")
    home.environment["JPY_SESSION_NAME"] = str(path)
    kernel = Kernel(home)
    try:
        client = kernel.client().ready()
        assert "ml.t3.medium" in client.text("print(instance().type)")
        # It stands idle: its worker goes, and the next cell wakes it.
        (name,) = sessions(home)
        while sessions(home)[name]["state"] != "hibernated":
            pass
        client.run("let x = 41")
        reply, published = client.run(
            "len(for i in 1..20000: sum(for j in 1..20000: i * j))")
        assert reply["status"] == "error"
        said = json.dumps(published, default=str)
        assert "the budget of n.ipynb is spent" in said, said
        reply, _ = client.run("x + 1")
        assert reply["status"] == "error" and "is spent" in json.dumps(reply, default=str), reply
        jupyter_notebook(home, "n.ipynb", {"budget": "1h"}, "1")
    finally:
        kernel.close()


def test_a_prompt_takes_what_its_notebook_says_of_the_instance(home, prompt):  # noqa: F811
    home.write(
        "n.md", "---\ninstance: ml.t3.medium\nbudget: 3s\nshow: cost\n---\n"
        "```quern\nlet x = 41\n```\n")
    one = prompt("repl", "n.md", NO_COLOR="1")
    one.wait_text("at AWS")
    one.wait(1)
    assert "ml.t3.medium" in one.run(":instance", 1)
    assert "42" in one.run("x + 1", 2)
    said = one.run("len(for i in 1..20000: sum(for j in 1..20000: i * j))", 3)
    assert "the budget of n.md is spent" in said, said
    assert "is spent" in one.run("x + 2", 4)
    assert one.leave() == 0
    home.write("n.md", "---\nbudget: 1h\n---\n```quern\nlet x = 41\n```\n")
    two = prompt("repl", "n.md", NO_COLOR="1")
    two.wait(1)
    assert "42" in two.run("x + 1", 2), "nothing was lost"
    assert two.leave() == 0


def test_save_keeps_the_outputs_of_a_jupyter_notebook(home, prompt):  # noqa: F811
    import nbformat

    path = jupyter_notebook(home, "n.ipynb", {}, "let x = 41", "x + 1")
    assert home.run("run", "n.ipynb").returncode == 0
    before = nbformat.read(path, 4)
    assert before.cells[1].outputs
    one = prompt("repl", "n.ipynb", NO_COLOR="1")
    one.wait_text("2/2")
    one.wait(1)
    assert "82" in one.run("x * 2", 2)
    assert "1 cell added in n.ipynb" in one.run(":save n.ipynb", 2)
    assert "copy.ipynb" in one.run(":save copy.ipynb", 2)
    assert one.leave() == 0
    for name in ["n.ipynb", "copy.ipynb"]:
        after = nbformat.read(home.folder / name, 4)
        nbformat.validate(after)
        assert after.cells[:2] == before.cells, name
        assert after.cells[2].source == "x * 2" and len(after.cells) == 3
    assert home.run("run", "n.ipynb").returncode == 0
    assert nbformat.read(path, 4).cells[2].outputs


def test_two_prompts_a_run_and_a_kernel_share_one_session(home, prompt):  # noqa: F811
    pytest.importorskip("zmq")
    from kernel_client import Kernel

    one = prompt("repl", "--session", "all", NO_COLOR="1")
    one.wait(1)
    one.run("let a = 1", 2)
    two = prompt("repl", "--session", "all", NO_COLOR="1")
    two.wait_text("Another front end is here too")
    kernel = Kernel(home, "--session", "all")
    try:
        client = kernel.client().ready()
        assert "1" in client.text("print(a)")
        client.run("let b = a + 1")
        one.wait_text("╎ let b = a + 1")
        home.notebook("n.md", "let c = 3\nc")
        assert home.run("run", "n.md", "--session", "all").returncode == 0
        two.wait_text("╎ let c = 3")
        # A run begins with no names: they are the session's for all from then on.
        assert "3" in client.text("print(c)")
        assert "3" in two.run("c", 2)
        assert sessions(home)["all"]["state"] == "idle"
    finally:
        kernel.close()
    assert one.leave() == 0 and two.leave() == 0


def test_three_sessions_share_the_machine_and_the_fourth_is_refused_honestly(home):
    types = json.loads(home.run("instances", "types", "--fitting", "--json").stdout)
    largest = max(types, key=lambda row: row["memory"])["type"]
    names = []
    refused = None
    for number in range(64):
        name = f"i{number}"
        made = home.run("instances", "create", name, "--type", largest)
        if made.returncode != 0:
            refused = made
            break
        names.append(name)
    assert refused is not None and names, "the machine has an end"
    assert "are promised to" in refused.stderr and names[0] in refused.stderr
    assert f"quern instances stop {names[0]}" in refused.stderr
    # What asks for no type shares what is left, and is never refused.
    home.notebook("a.md", "instance().memory_limit.limit")
    assert home.run("run", "a.md").returncode == 0
    assert home.run("instances", "stop", names[0]).returncode == 0
    again = home.run("instances", "start", f"i{len(names)}")
    assert again.returncode == 0, again.stderr
    listed = {row["NotebookInstanceName"]: row for row in json.loads(
        home.run("instances", "--json").stdout)}
    assert listed[names[0]]["NotebookInstanceStatus"] == "Stopped"
    assert listed[f"i{len(names)}"]["NotebookInstanceStatus"] == "InService"


def test_a_prompt_goes_to_another_session_and_back(home, prompt):  # noqa: F811
    home.notebook("a.md", "let there = 7")
    assert home.run("run", "a.md", "--session", "other").returncode == 0
    one = prompt("repl", "--session", "mine", NO_COLOR="1")
    one.wait(1)
    one.run("let here = 1", 2)
    listed = one.run(":sessions", 2)
    assert "idle (here)" in listed and "asleep" in listed, listed
    assert "did you mean other?" in one.run(":session othr", 2)
    assert "Now in other; 1 name." in one.run(":session other", 2)
    assert "7" in one.run("there", 3)
    assert "unknown-name" in one.run("here", 4)
    assert sessions(home)["mine"]["state"] == "asleep", "it ended with its last front end"
    assert "other" in one.run(":session", 4)
    assert "Now in mine" in one.run(":session mine", 4)
    assert "1" in one.run("here", 5)
    assert one.leave() == 0
