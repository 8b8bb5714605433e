"""The prompt, driven through a terminal of its own as a user does; no sleeps: each step waits for
what it must bring."""

import os
import re
import signal
import subprocess

import pexpect
import pytest

from conftest import QUERN

UP, DOWN, TAB = "\x1b[A", "\x1b[B", "\t"


class Prompt:
    """A `quern` prompt on a pseudo terminal."""

    def __init__(self, home, *arguments, columns=100, rows=40, **environment):
        variables = dict(home.environment, TERM="xterm-256color", HOME=str(home.folder),
                         LANG="C.UTF-8", PAGER="cat", **environment)
        variables.pop("NO_COLOR", None)
        if environment.get("NO_COLOR"):
            variables["NO_COLOR"] = environment["NO_COLOR"]
        self.child = pexpect.spawn(
            QUERN, list(arguments), cwd=str(home.folder), env=variables, encoding="utf-8",
            dimensions=(rows, columns), timeout=60)

    def wait(self, number):
        """Waits for the prompt of that number; gives what came before it, without colours."""
        self.child.expect(rf"quern {number}> ")
        return plain(self.child.before)

    def wait_text(self, text):
        self.child.expect_exact(text)

    def type(self, text):
        self.child.send(text)

    def run(self, text, number):
        """Runs a cell and gives what it showed; the prompt of `number` comes next."""
        self.child.send(text + "\r")
        # The line is drawn again at each key: what counts stands behind its last drawing.
        self.child.expect(
            rf"\x1b\[J\r+\n(.*?)(?:\x1b\[[0-9;?]*[A-Za-z]|\r)*quern {number}> ")
        return plain(self.child.match.group(1))

    def leave(self):
        self.child.send("\x04")
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus


def plain(text):
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r", "")


@pytest.fixture
def prompt(home):
    opened = []

    def open_prompt(*arguments, **options):
        opened.append(Prompt(home, *arguments, **options))
        return opened[-1]

    yield open_prompt
    for one in opened:
        one.child.close(force=True)


def test_cells_run_and_the_last_result_goes_on(prompt):
    one = prompt()
    one.wait(1)
    assert one.run("let t = table({a: [3, 1, 2], b: [1.5, null, 0.5]})", 2) == ""
    shown = one.run("t |> filter(.a > 1)", 3)
    assert "a │" in shown and "kept 2 of 3" in shown, shown
    assert "2" in one.run("|> count_rows()", 4)
    assert "4" in one.run("_ + 2", 5)
    assert one.leave() == 0


def test_a_line_goes_on_until_it_is_whole(prompt):
    one = prompt()
    one.wait(1)
    one.type("let f = do\r")
    one.wait_text("· ")
    one.type("let a = 20\r")
    one.wait_text("· ")
    assert one.run("a + 1\rend", 2) == ""
    assert one.run("f * 2", 3).strip() == "42"


def test_a_pasted_block_is_one_cell(prompt):
    one = prompt()
    one.wait(1)
    one.type("\x1b[200~let a = 1\nlet b = 2\na + b\n\x1b[201~")
    one.wait_text("b")
    assert one.run("", 2).strip() == "3"


def test_tab_completes_columns_with_types_and_missing_shares(home, prompt):
    home.write("c.csv", "id,tenure,total\n1,3,1.5\n2,,2.5\n3,4,\n4,5,\n")
    one = prompt()
    one.wait(1)
    one.run('let customers = read("c.csv")', 2)
    one.type("cust\t |> filter(.t\t")
    one.wait_text(".total")
    one.type("\t")
    one.type("\t")
    one.wait_text("50 % missing")
    one.type("\x03")
    one.wait(2)
    one.type("customers |> filter(.te\t > 3)\r")
    one.wait_text("kept 2 of 4")
    one.wait(3)


def test_paths_complete_in_strings(home, prompt):
    (home.folder / "data").mkdir()
    home.write("data/churn.csv", "a\n1\n")
    one = prompt()
    one.wait(1)
    one.type('read("da\tch\t")\r')
    one.wait(2)
    assert one.run("_ |> count_rows()", 3).strip() == "1"


def test_history_recalls_entries_of_several_lines(prompt):
    one = prompt()
    one.wait(1)
    one.run("\x1b[200~let a = 1\na + 41\x1b[201~", 2)
    one.run("1", 3)
    assert one.leave() == 0
    two = prompt()
    two.wait(1)
    two.type("let" + UP)
    two.wait_text("41")
    assert two.run("", 2).strip() == "42"
    two.type("\x12a + 4")
    two.wait_text("reverse-i-search")
    assert two.run("", 3).strip() == "42"


def test_ctrl_c_interrupts_a_cell_and_keeps_state(prompt):
    one = prompt()
    one.wait(1)
    one.run("let kept = 7", 2)
    one.type("len(for i in 1..20000: sum(for j in 1..20000: i * j % 7))\r")
    one.wait_text("⠙")
    one.child.sendintr()
    one.wait_text("interrupted after")
    one.wait(3)
    assert one.run("kept", 4).strip() == "7"


def test_ctrl_c_at_the_prompt_gives_the_line_up(prompt):
    one = prompt()
    one.wait(1)
    one.type("let nonsense = (")
    one.wait_text("(")
    one.child.sendintr()
    one.wait_text("^C")
    one.wait(1)
    assert one.run("1 + 1", 2).strip() == "2"


def test_a_session_is_there_again_after_ctrl_d(prompt):
    one = prompt()
    one.wait(1)
    one.run("let kept = [1, 2, 3]", 2)
    assert one.leave() == 0
    two = prompt()
    two.wait(1)
    two.wait_text("From the last prompt here: kept")
    assert two.run("sum(kept)", 2).strip() == "6"
    two.run(":reset", 2)
    assert "nothing is called `kept`" in two.run("kept", 3)
    assert two.leave() == 0


def test_a_second_prompt_in_the_folder_has_its_own_session(prompt):
    one, two = prompt(), None
    one.wait(1)
    one.run("let a = 1", 2)
    two = prompt()
    two.wait_text("Another prompt is open here")
    two.wait(1)
    assert "nothing is called `a`" in two.run("a", 2)


def test_a_killed_worker_loses_nothing_that_was_finished(home, prompt):
    one = prompt()
    one.wait(1)
    one.run("let kept = 7", 2)
    for pid in home.processes("__worker"):
        os.kill(pid, signal.SIGKILL)
    one.wait_text("starts another")
    assert one.run("kept + 1", 3).strip() == "8"


def test_save_turns_the_session_into_a_notebook_that_runs(home, prompt):
    one = prompt()
    one.wait(1)
    one.run("table({a: [3, 1, 2]})", 2)
    one.run("|> sort(.a)", 3)
    one.run("nonsense", 4)
    assert "2 cells in walk.md" in one.run(":save walk.md", 4)
    text = (home.folder / "walk.md").read_text()
    assert "let result_1 = table({a: [3, 1, 2]})\nresult_1\n" in text
    assert "result_1 |> sort(.a)" in text and "nonsense" not in text
    result = home.run("run", "walk.md")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "is there already" in prompt_after(one, ":save c.md", home)


def prompt_after(one, command, home):
    home.write("c.md", "mine")
    shown = one.run(command, 4)
    assert (home.folder / "c.md").read_text() == "mine"
    return shown


def test_a_notebook_is_run_and_gone_on_with(home, prompt):
    (home.folder / "nb").mkdir()
    home.write("nb/c.csv", "a\n1\n2\n")
    home.write("nb/n.md", '# N\n```quern\nlet t = read("c.csv")\n```\n```quern\nt\n```\n')
    one = prompt("repl", "nb/n.md")
    one.wait_text("2/2")
    one.wait(1)
    assert one.run('sum(read("c.csv").a)', 2).strip() == "3"
    assert "1 cell added in nb/n.md" in one.run(":save nb/n.md", 2)
    text = (home.folder / "nb" / "n.md").read_text()
    assert text.endswith('```\n\n```quern\nsum(read("c.csv").a)\n```\n')
    assert text.startswith("# N\n")
    assert "Nothing was typed" in one.run(":save nb/n.md", 2)


def test_a_notebook_is_opened_without_its_acts(home, prompt):
    home.write("n.md", '```quern\nlet a = 1\n```\n```quern\nwrite(table({a: [a]}), "o.csv")\n```\n')
    one = prompt()
    one.wait(1)
    assert "It acts" in one.run(":open n.md", 1)
    assert not (home.folder / "o.csv").exists()
    assert one.run("a + 1", 2).strip() == "2"
    one.run(":open! n.md", 2)
    assert (home.folder / "o.csv").exists()


def test_errors_wrap_at_words_and_carets_stay(prompt):
    one = prompt(columns=50)
    one.wait(1)
    shown = one.run("let table_of_customers = tabel({aaaa: [1]})", 2)
    lines = shown.splitlines()
    assert all(len(line) <= 50 for line in lines if "|" not in line), shown
    assert any("^^^^^" in line for line in lines), shown


def test_manuals_names_and_mistakes(prompt):
    one = prompt()
    one.wait(1)
    assert "filter(t, condition" in one.run("?filter", 1)
    assert "see also" in one.run("filter??", 1)
    assert "did you mean :save?" in one.run(":sav x.md", 1)
    one.run("let n = 3", 2)
    assert re.search(r"n\s+int\s+3", one.run(":names", 2))
    assert "defines" in one.run(":plan let m = n + 1", 2)
    assert re.search(r"\d (ms|µs|s)", one.run(":time n + 1", 3))


def test_a_narrow_terminal_wraps_at_words(prompt):
    one = prompt(columns=44)
    one.wait(1)
    shown = one.run("table({a: [null, 1, null]}) |> filter(.a > 0)", 2)
    assert all(len(line) <= 44 for line in shown.splitlines()), shown


def test_no_colour_where_none_is_wanted(prompt):
    one = prompt(NO_COLOR="1")
    one.child.expect(r"quern 1> ")
    one.type("table({a: [1]})\r")
    one.child.expect(r"quern 2> ")
    assert not re.search(r"\x1b\[[0-9;]*m", one.child.before), repr(one.child.before)


def test_a_dumb_terminal_gets_plain_lines(home):
    variables = dict(home.environment, TERM="dumb", HOME=str(home.folder))
    child = pexpect.spawn(
        QUERN, ["repl"], cwd=str(home.folder), env=variables, encoding="utf-8", timeout=60)
    child.expect_exact("quern 1> ")
    child.sendline("[1,")
    child.expect_exact("· ")
    child.sendline("2]")
    child.expect_exact("[1, 2]")
    child.expect_exact("quern 2> ")
    assert "\x1b" not in child.before
    child.sendeof()
    child.expect(pexpect.EOF)


def test_a_pipe_runs_as_it_is(home):
    result = home.run("repl", stdin="let t = table({a: [1, 2]})\nt\n  |> count_rows()\n_ + 1\n")
    assert (result.returncode, result.stdout) == (0, "2\n3\n"), result.stdout + result.stderr
    failed = home.run("repl", stdin="nonsense\n1 + 1\n")
    assert failed.returncode == 1 and failed.stdout.endswith("2\n")
    assert not list((home.folder / "home" / "sessions").glob("*"))


def test_several_expressions_hand_on_the_last_result(home):
    result = home.run("-e", "[1, 2, 3]", "-e", "_ |> sum()", "-e", "|> sqrt()")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[1] == "6", result.stdout


def test_a_closed_pipe_leaves_no_session(home):
    command = f"'{QUERN}' -e '1..3' -e 'for i in 1..200000: i' -e '2' | head -c 1"
    subprocess.run(command, shell=True, cwd=home.folder, env=home.environment, timeout=60,
                   stdout=subprocess.DEVNULL)
    assert not list((home.folder / "home" / "sessions").glob("*"))


def test_completion_scripts_are_made(home):
    for shell in ("bash", "zsh", "fish"):
        result = home.run("--generate-completion-script", shell)
        assert result.returncode == 0 and "quern" in result.stdout, result.stderr
