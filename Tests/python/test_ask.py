"""`ask` and `progress` as a user meets them: at the prompt, in `quern run` at a terminal, in a
pipe."""

import pathlib
import re

import pexpect
import pytest

from conftest import QUERN
from test_repl import Prompt, plain


@pytest.fixture
def prompt(home):
    opened = []

    def open_prompt(*arguments, **options):
        opened.append(Prompt(home, *arguments, **options))
        return opened[-1]

    yield open_prompt
    for one in opened:
        one.child.close(force=True)


def kept(home):
    """Every byte that the home keeps in journals and outputs."""
    places = [home.folder / "home" / "sessions", *home.folder.glob("*.out")]
    files = [file for place in places for file in pathlib.Path(place).rglob("*") if file.is_file()]
    assert files
    return b"".join(file.read_bytes() for file in files)


def asked(one, question):
    one.child.expect_exact(f"\x1b[36m{question}\x1b[0m ")


def test_the_prompt_asks_and_goes_on(home, prompt):
    one = prompt()
    one.wait(1)
    one.type('let n = ask("How many trees?", default: 100)\r')
    asked(one, "How many trees? [100]")
    one.type("many\r")
    asked(one, "“many” is no int. How many trees? [100]")
    one.type("250\r")
    one.wait(2)
    assert "251" in one.run("n + 1", 3)
    one.type('ask("Region?", default: "eu")\r')
    asked(one, "Region? [eu]")
    one.type("\x04")
    shown = one.wait(4)
    assert "was not answered" in shown and '"eu"' in shown, shown
    # Keys work as before.
    assert "3" in one.run("1 + 2", 5)
    assert one.leave() == 0


def test_a_secret_is_not_echoed_and_not_kept(home, prompt):
    one = prompt()
    one.wait(1)
    one.type('let token = ask("Token?", secret: true)\r')
    asked(one, "Token?")
    one.type("hunter2-of-mine\r")
    before = one.wait(2)
    assert "hunter2-of-mine" not in before
    shown = one.run("token", 3)
    assert "hunter2-of-mine" not in shown, shown
    assert one.leave() == 0
    assert b"hunter2-of-mine" not in kept(home)


def test_ctrl_c_ends_a_question(prompt):
    one = prompt()
    one.wait(1)
    one.type('ask("Region?")\r')
    asked(one, "Region?")
    one.type("eu\x03")
    assert "interrupted" in one.wait(2)
    assert "3" in one.run("1 + 2", 3)
    assert one.leave() == 0


def test_a_run_at_a_terminal_asks(home):
    home.notebook("n.md", 'print("before")\nlet n = ask("How many?", type: int)\nn * 2',
                  'let slow = ask("Thinking?")\nslow')
    child = pexpect.spawn(
        QUERN, ["run", "n.md"], cwd=str(home.folder),
        env=dict(home.environment, TERM="xterm-256color", LANG="C.UTF-8"), encoding="utf-8",
        dimensions=(30, 100), timeout=60)
    child.expect_exact("How many? ")
    assert "before" in plain(child.before)
    child.send("21\r")
    child.expect_exact("Thinking? ")
    child.send("yes\r")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before
    assert "\n42\n" in home.outputs("n.out")
    # A question is asked anew in each run: nothing of it comes from the cache.
    result = home.run("run", "n.md")
    assert result.returncode == 1


def test_a_pipe_says_what_to_do(home):
    home.notebook("n.md", 'let r = ask("Region?")')
    result = home.run("run", "n.md", stdin="eu\n")
    assert result.returncode == 1
    text = result.stdout + result.stderr
    assert "error[nobody-to-ask]" in text and "default:" in text and "-p name=value" in text, text
    home.notebook("d.md", 'let r = ask("Region?", default: "eu")\nr')
    result = home.run("run", "d.md")
    assert result.returncode == 0
    assert '"eu"' in home.outputs("d.out") and "was not answered" in home.outputs("d.out")


def test_a_loop_leaves_one_line(home):
    home.notebook("n.md", 'let xs = for x in progress(1..2000, "turns"): sum(1..x)')
    result = home.run("run", "n.md")
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("turns") == 1 and "turns: 2 000 of 2 000" in result.stdout
    assert "█" not in result.stdout
    assert home.outputs("n.out").count("turns") == 1


def test_a_terminal_draws_the_bar(home, prompt):
    one = prompt()
    one.wait(1)
    one.type('let xs = for x in progress(1..1000000, "turns"): sum(1..2000)\r')
    one.child.expect(r"[█░]{20} \d+ % turns [\d ]+/1 000 000")
    one.child.expect(r"/s · [\dsminh ]+ left")
    one.type("\x03")
    shown = one.wait(2)
    assert re.search(r"turns: [\d ]+ of 1 000 000, stopped", shown), shown
    assert one.leave() == 0
