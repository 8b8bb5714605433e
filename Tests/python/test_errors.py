"""What the commands say when they are used wrongly: exit status, and the words that help."""

import os

import pytest

NOTEBOOK = "param n: int = 3\nn"


@pytest.fixture
def folder(home):
    home.notebook("n.md", NOTEBOOK)
    home.write("t.csv", "a,b\n1,2\n")
    home.write("broken.ipynb", '{"cells": 1')
    home.write("clean.py", "print(1)\n")
    return home


@pytest.mark.parametrize("arguments, status, words", [
    (["rn"], 2, ["no command", "did you mean `quern run`"]),
    (["absent.qn"], 2, ["there is no file absent.qn"]),
    (["--foo"], 2, ["Unknown option"]),
    (["run"], 2, ["<notebooks>"]),
    (["run", "m.md"], 2, ["there is no file m.md", "did you mean n.md"]),
    (["run", "/nowhere/n.md"], 2, ["there is no folder /nowhere"]),
    (["run", "t.csv"], 2, ["t.csv", "data, not cells", 'read("t.csv")']),
    (["run", "clean.py"], 2, ['script("clean.py")']),
    (["run", "broken.ipynb"], 2, ["line 1", "not JSON"]),
    (["run", "n.md", "-p", "n=abc"], 2, ["parameter `n` is int", "`abc`"]),
    (["run", "n.md", "-p", "m=1"], 2, ["no parameter `m`", "did you mean `n`"]),
    (["run", "n.md", "-p", "n"], 2, ["name=value"]),
    (["run", "n.md", "--instance", "ml.m5.hug"], 2, ["no instance type"]),
    (["convert", "n.md", "n.md"], 2, ["of the same form"]),
    (["convert", "n.md", "/nowhere/n.ipynb"], 3, ["cannot write /nowhere/n.ipynb:"]),
    (["export", "n.md", "--to", "pdf"], 2, ["'html', 'ipynb' or 'md'"]),
    (["fmt", "m.md"], 2, ["there is no file m.md", "did you mean n.md"]),
    (["sessions", "describe", "nope"], 1, ["no session `nope`"]),
    (["words", "mutate"], 2, ["derive(x = …)"]),
    (["words", "filtr"], 2, ["did you mean `filter`"]),
    (["-e", "1 +"], 1, ["missing-expression"]),
])
def test_wrong_use_says_what_to_do(folder, arguments, status, words):
    result = folder.run(*arguments)
    said = result.stdout + result.stderr
    assert result.returncode == status, said
    for word in words:
        assert word in said
    assert ".tmp" not in said


def test_a_code_has_a_manual(home):
    result = home.run("words", "unknown-column")
    assert result.returncode == 0
    assert result.stdout.startswith("unknown-column: ")


def test_an_error_as_json_has_code_message_and_text(home):
    result = home.run("-e", "nope", "--json")
    assert result.returncode == 1
    assert '"code":"unknown-name"' in result.stdout
    assert "error[unknown-name] cell 1, line 1" in result.stdout


def test_a_folder_that_takes_no_outputs_is_named(home):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    home.notebook("n.md", "1")
    home.folder.chmod(0o555)
    try:
        result = home.run("run", "n.md")
    finally:
        home.folder.chmod(0o755)
    assert result.returncode == 3
    assert "Permission denied" in result.stderr


def test_a_home_that_cannot_be_made_is_named(home):
    home.environment["QUERN_HOME"] = str(home.write("file", "no folder"))
    result = home.run("-e", "1")
    assert result.returncode == 4
    assert "cannot make the directory" in result.stderr


def test_colour_is_for_terminals(home):
    assert "\x1b" not in home.run("-e", "nope").stderr
