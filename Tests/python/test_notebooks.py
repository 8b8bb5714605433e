"""The shipped notebooks run to their end, and come out the same again."""

import pytest

from conftest import ROOT


def run(home, name, *arguments):
    result = home.run("run", name, "--json", *arguments, timeout=300)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr
    return home.cells(result)


@pytest.mark.parametrize("name", ["tour.md", "bikes.md", "messy.md"])
def test_a_notebook_comes_out_the_same_again(home, name):
    text = (ROOT / "notebooks" / name).read_text(encoding="utf-8")
    # A debug build on a busy machine need not try twelve times.
    home.write(name, text.replace("1..1000 = 12", "1..1000 = 2"))
    (home.folder / "data").mkdir()
    first = run(home, name)
    assert {cell["status"] for cell in first} == {"ok"}
    folder = name.replace(".md", ".out")
    outputs = home.outputs(folder)
    assert "error[" not in outputs
    # Only what writes is looked at again, and finds nothing to change.
    again = [cell["id"] for cell in run(home, name) if cell["status"] != "cached"]
    assert set(again) <= {"make", "expect"}, again
    run(home, name, "--fresh")
    unchanged = outputs.replace(": created, ", ": unchanged, ")
    assert home.outputs(folder) == unchanged


def test_what_the_tour_says_of_a_mistake_is_what_it_shows(home):
    text = (ROOT / "notebooks" / "tour.md").read_text(encoding="utf-8")
    cell = ".customer_id, .plan, .tenure, .churn"
    assert cell in text
    home.write("tour.md", text.replace(cell, cell.replace(".tenure", ".tenur")))
    result = home.run("run", "tour.md", "--keep-going", timeout=300)
    said = next(line for line in text.splitlines() if line.startswith("error[unknown-column]"))
    assert said in result.stdout


def test_the_first_cell_of_the_readme_gives_what_stands_below_it(home):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    cell = text.split("```quern\n", 1)[1].split("```", 1)[0]
    shown = text.split("```text\n", 1)[1].split("```", 1)[0]
    home.notebook("first.md", cell)
    result = home.run("run", "first.md", timeout=300)
    assert result.returncode == 0, result.stdout
    for line in shown.splitlines():
        assert line in result.stdout, result.stdout
