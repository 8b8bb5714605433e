"""`quern run` and `quern -e` as a user calls them: outputs, exit statuses, what a kill leaves."""

import json
import os
import re
import shutil
import signal

import nbformat
import pytest

from conftest import ROOT


def test_version(home):
    result = home.run("--version")
    assert result.returncode == 0
    assert re.fullmatch(r"quern \d+\.\d+\.\d+\n", result.stdout)


def test_expression(home):
    result = home.run("-e", "1 + 1")
    assert (result.returncode, result.stdout, result.stderr) == (0, "2\n", "")


def test_standard_input_and_script(home):
    assert home.run("-", stdin="let x = 20\nx + 1\n").stdout == "21\n"
    home.write("s.qn", "print(\"a\")\n3 * 4\n")
    assert home.run("s.qn").stdout == "a\n12\n"


def test_an_error_says_where_and_what_to_do(home):
    result = home.run("-e", "let tenure = 3\ntenur + 1")
    assert result.returncode == 1
    assert "tenur" in result.stderr and "did you mean" in result.stderr
    assert "^^^^^" in result.stderr


def test_a_run_saves_outputs_and_a_second_computes_nothing(home):
    home.write("a.csv", "x,y\n1,a\n2,b\n3,\n")
    home.notebook("n.md", 'let t = read("a.csv") |> filter(.x > 1)\nt', "sum(t.x)")
    first = home.run("run", "n.md", "--json")
    assert first.returncode == 0, first.stdout + first.stderr
    assert [cell["status"] for cell in home.cells(first)] == ["ok", "ok"]
    saved = home.outputs("n.out")
    assert "=== cell 2 cell-2 · ok\n--- result text/plain\n5\n" in saved
    second = home.run("run", "n.md", "--json")
    assert [cell["status"] for cell in home.cells(second)] == ["cached", "cached"]
    assert home.outputs("n.out") == saved
    home.write("a.csv", "x,y\n1,a\n2,b\n4,\n")
    third = home.run("run", "n.md", "--json")
    assert [cell["status"] for cell in home.cells(third)] == ["ok", "ok"]
    assert "\n6\n" in home.outputs("n.out")


def test_the_first_error_ends_the_run_and_keep_going_does_not(home):
    home.notebook("n.md", "1", "undefined_name", "3")
    result = home.run("run", "n.md")
    assert result.returncode == 1
    assert "=== cell 3 cell-3 · not run" in home.outputs("n.out")
    result = home.run("run", "n.md", "--keep-going")
    assert result.returncode == 1
    assert "=== cell 3 cell-3 · ok" in home.outputs("n.out")


def test_what_needs_a_failed_cell_is_not_run(home):
    home.notebook(
        "n.md", "let t = 1\nlet other = 5", "let t = 2\nlet u = nothing_of_that_name", "let v = t + 1",
        "v", "other", "let t = 3", "t + 1")
    result = home.run("run", "n.md", "--keep-going")
    assert result.returncode == 1
    lines = home.outputs("n.out").splitlines()
    cells = [line.split(" · ")[1] for line in lines if line.startswith("=== cell")]
    # The third must not see the `t` of the first; the sixth defines its own.
    assert cells == ["ok", "error unknown-name", "not run", "not run", "ok", "ok", "ok"]
    assert "not run: it needs `t`, and cell 2 failed" in result.stdout
    assert "4 of 7 cells · 1 failed · 2 not run" in result.stdout


def test_the_columns_of_a_file_are_known_to_the_cells_below(home):
    home.write("t.csv", "temp,hour\n0.5,1\n0.7,2\n")
    home.notebook(
        "n.md", 'let t = read("t.csv")', "t |> filter(temp > 0.5)",
        'write(table({a: [1]}), "ran.csv")\nt |> select(.tmp)')
    result = home.run("run", "n.md", "--keep-going")
    assert "`temp` is a column: write .temp" in result.stdout
    # Found before the cell runs: its first line has done nothing.
    assert "did you mean .temp" in result.stdout
    assert not (home.folder / "ran.csv").exists()


def test_parameters_are_checked_before_anything_runs(home):
    home.notebook(
        "n.md", 'write(table({a: [1]}), "ran.csv")', 'param region: str in ["eu", "us"] = "eu"',
        "region")
    result = home.run("run", "n.md", "-p", "regoin=us", "-p", "region=mars")
    assert result.returncode == 2
    assert "did you mean `region`" in result.stderr and "mars" in result.stderr
    assert not (home.folder / "ran.csv").exists()
    result = home.run("run", "n.md", "-p", "region=us", "--json")
    assert result.returncode == 0, result.stderr
    assert home.cells(result)[2]["outputs"][0]["data"]["text/plain"] in ('"us"', "us")
    assert any((home.folder / "n.out" / "runs").iterdir())


@pytest.mark.parametrize(
    "name, text, words",
    [
        ("n.md", "no cells here\n", "no cell"),
        ("n.md", "```quern\n1\n", "never closed"),
        ("n.ipynb", "{", "not JSON"),
        ("missing.md", None, "there is no file"),
    ])
def test_a_file_that_is_no_notebook_is_refused(home, name, text, words):
    if text is not None:
        home.write(name, text)
    result = home.run("run", name)
    assert result.returncode == 2
    assert words in result.stderr


def test_a_time_limit_ends_the_run(home):
    home.notebook("n.md", "len(for i in 1..20000: sum(for j in 1..20000: i * j % 7))")
    result = home.run("run", "n.md", "--timeout", "500ms")
    assert result.returncode == 124, result.stdout + result.stderr
    assert "longer than 500 ms" in result.stdout, result.stdout


def test_no_act_stops_before_the_first_act(home):
    home.notebook("n.md", "1", 'write(table({a: [1]}), "ran.csv")')
    result = home.run("run", "n.md", "--no-act")
    # A choice of the user's is no failure.
    assert result.returncode == 0, result.stdout
    assert "acts: not run" in result.stdout and "stopped before the first act" in result.stdout
    assert not (home.folder / "ran.csv").exists()


def test_a_plan_lists_acts_and_runs_nothing(home):
    home.notebook("n.md", 'let t = table({a: [1]})\nwrite(t, "ran.csv")')
    result = home.run("run", "n.md", "--plan")
    assert result.returncode == 0, result.stderr
    assert "acts" in result.stdout and "ran.csv" in result.stdout
    assert not (home.folder / "ran.csv").exists()


def test_a_jupyter_notebook_gets_its_outputs(home):
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# A"),
            nbformat.v4.new_code_cell('print("a")\nlet x = 2'),
            nbformat.v4.new_code_cell("table({a: [1, x]})"),
        ])
    nbformat.write(notebook, str(home.folder / "n.ipynb"))
    before = (home.folder / "n.ipynb").read_text()
    result = home.run("run", "n.ipynb", "-o", "out.ipynb")
    assert result.returncode == 0, result.stderr
    assert (home.folder / "n.ipynb").read_text() == before
    after = nbformat.read(str(home.folder / "out.ipynb"), as_version=4)
    nbformat.validate(after)
    assert after.cells[1].outputs[0].text == "a\n"
    data = after.cells[2].outputs[0].data
    assert "<table" in data["text/html"] and "a" in data["text/plain"]


def test_a_killed_worker_loses_no_finished_cell(home):
    home.write("a.csv", "x\n1\n2\n")
    home.notebook(
        "n.md", 'let t = read("a.csv")\nt', "sum(t.x)",
        "len(for i in 1..20000: sum(for j in 1..20000: i * j % 7))")
    process = home.popen("run", "n.md", "--json")
    lines = [process.stdout.readline(), process.stdout.readline()]
    assert all(json.loads(line)["status"] == "ok" for line in lines)
    for pid in home.processes("__worker"):
        os.kill(pid, signal.SIGKILL)
    out, error = process.communicate(timeout=60)
    assert process.returncode == 4, out + error
    home.notebook("n.md", 'let t = read("a.csv")\nt', "sum(t.x)", "1 + 1")
    again = home.run("run", "n.md", "--json", "--resume")
    assert again.returncode == 0, again.stdout + again.stderr
    assert [cell["status"] for cell in home.cells(again)] == ["cached", "cached", "ok"]


def test_out_of_memory_is_an_error_of_the_cell(home):
    home.notebook(
        "n.md", "let t = table({k: (for i in 1..200000: 1), v: 1..200000})\ncount_rows(t)",
        't |> join(t, on: .k, suffix: "_r") |> sort(.v)', "count_rows(t) + 1")
    result = home.run("run", "n.md", "--keep-going", "--json")
    assert result.returncode == 1, result.stderr
    cells = home.cells(result)
    assert [cell["status"] for cell in cells] == ["ok", "error", "ok"], result.stdout
    assert cells[1]["outputs"][0]["code"] == "out-of-memory", cells[1]


@pytest.mark.parametrize("name", ["churn", "tour", "tumours"])
def test_a_shipped_notebook_runs_to_its_end(home, name):
    shutil.copytree(ROOT / "notebooks", home.folder / "nb",
                    ignore=shutil.ignore_patterns("*.out", "churn.csv"))
    result = home.run("run", f"nb/{name}.md", "--json", timeout=300)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr
    cells = {cell["id"]: cell for cell in home.cells(result)}
    assert all(cell["status"] == "ok" for cell in cells.values())
    shown = json.dumps(cells["evaluate"]["outputs"])
    areas = [float(value) for value in re.findall(r"auc\s+(0\.\d+|1\.0)", shown)]
    assert areas and min(areas) > (0.97 if name == "tumours" else 0.78), shown[:2000]


def test_tracked_values_stand_in_the_row_of_their_run(home):
    home.notebook(
        "runs.md",
        "let t = table({x: [1, 2, 3, 4], y: [3, 5, 7, 9]})\n"
        'let m = run("baseline", () => do\n  track({lr: 0.1})\n  track("loss", 0.5, step: 1)\n'
        '  track("loss", 0.3, step: 2)\n  t |> train(linear(), target: .y)\nend)\n'
        'track("quality", 0.9)',
        "let runs = experiments()\n[columns(runs), runs.run, runs.parent, runs.param_lr, "
        "runs.metric_loss, runs.metric_quality]")
    result = home.run("run", "runs.md", "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    shown = home.cells(result)[1]["outputs"][-1]["data"]["text/plain"]
    columns, names, parents, rates, losses, qualities = json.loads(shown)
    assert columns[:9] == ["run", "parent", "notebook", "cell", "started", "seconds", "instance",
                           "cost", "status"]
    assert all(name.startswith(("param_", "metric_")) for name in columns[9:])
    group = names.index("baseline")
    assert (rates[group], losses[group], parents[group]) == (0.1, 0.3, None)
    assert parents.count("baseline") == 1, "the training inside"
    notebook = qualities.index(0.9)
    assert names[notebook].endswith("runs.md") and len(names) == 3
