"""Jupyter's own test suite for kernels, with every attribute set, and nbclient."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

import jupyter_kernel_test
import nbclient
import nbformat
import pexpect
import pytest

from conftest import Home


@pytest.fixture(scope="module", autouse=True)
def installed(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("s"))
    assert home.run("kernel", "install", "--prefix", "env").returncode == 0
    before = dict(os.environ)
    os.environ.update(home.environment, JUPYTER_PATH=str(home.folder / "env/share/jupyter"))
    yield home
    os.environ.clear()
    os.environ.update(before)


@pytest.mark.usefixtures("installed")
class TestQuern(jupyter_kernel_test.KernelTests):
    kernel_name = "quern"
    language_name = "quern"
    file_extension = ".qn"
    code_hello_world = 'print("hello, world")'
    code_stderr = 'warn("careful")'
    completion_samples = [
        {"text": "summari", "matches": {"summarise"}},
        {"text": "let x = summari", "matches": {"summarise"}},
    ]
    complete_code_samples = ["1 + 1", "let x = 3", "[1, 2]\n  |> sum()", ":names"]
    incomplete_code_samples = ["1 +", "sum([1,", "do\n  1"]
    invalid_code_samples = ["let = 3", "1 + )"]
    code_page_something = "?filter"
    code_generate_error = "1 + nowhere"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"a" + "b"', "result": '"ab"'},
        {"code": "[1, 2, 3]", "result": "[1, 2, 3]"},
        {"code": "table({a: [1, 2]})", "mime": "text/html"},
    ]
    code_display_data = [
        {"code": "show(1 + 1)\nnull", "mime": "text/plain"},
        {"code": "show(table({a: [1, 2]}))\nnull", "mime": "text/html"},
    ]
    code_inspect_sample = "filter"
    code_clear_output = ":clear"
    code_history_pattern = "1 + ?"
    supported_history_operations = ("tail", "range", "search")


@pytest.mark.usefixtures("installed")
class TestWelcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "quern"
    support_iopub_welcome = True


def execute(notebook, folder, **options):
    client = nbclient.NotebookClient(
        notebook, kernel_name="quern", resources={"metadata": {"path": str(folder)}}, **options)
    client.execute()
    return notebook


def notebook(*cells):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])


def test_nbclient_runs_a_notebook(installed):
    done = execute(notebook("let a = 20", 'print("x")\na + 1', "table({a: [a]})"), installed.folder)
    assert done.cells[1].outputs[0].text == "x\n"
    assert done.cells[1].outputs[1].data["text/plain"] == "21"
    assert "<table" in done.cells[2].outputs[0].data["text/html"]


def test_nbclient_is_told_of_an_error(installed):
    with pytest.raises(nbclient.exceptions.CellExecutionError, match="nowhere"):
        execute(notebook("1 + nowhere"), installed.folder)


SHARED = """print("a")
warn("careful")
show(table({a: [1, null], b: ["x", "<y>"]}))
for i in 1..3: i * 2
---
let t = table({n: 1..200, g: (for i in 1..200: i % 3)})
t |> summarise(m = mean(.n), by: .g)
---
t |> filter(.n > 5 and .g is not null) |> describe()
---
t |> plot(x: .n, y: .g)
---
let xs = for i in progress(1..60, "fits"): sum(for j in 1..20000: j % 7)
print("done")
---
let ys = for i in progress(1..3, "loud"): print(i, sum(for j in 1..300000: j % 7))
---
1 / 0""".split("\n---\n")


def test_a_run_and_the_kernel_give_the_same_outputs(installed):
    path = installed.folder / "same.ipynb"
    nbformat.write(notebook(*SHARED), path)
    # How much of a stream comes in one message is a matter of time.
    by_kernel = execute(nbformat.read(path, 4), installed.folder, coalesce_streams=True)
    result = installed.run("run", str(path), "-o", str(installed.folder / "same.run.ipynb"))
    assert result.returncode == 0, result.stderr + result.stdout
    by_run = nbformat.read(installed.folder / "same.run.ipynb", 4)
    for one, other in zip(by_kernel.cells, by_run.cells):
        assert [o for o in one.outputs] == [o for o in other.outputs]


def shipped(installed, name, folder):
    """A notebook of the repository, with its data, as an ipynb in a folder of its own."""
    notebooks = pathlib.Path(__file__).resolve().parents[2] / "notebooks"
    folder = installed.folder / folder
    shutil.copytree(notebooks / "data", folder / "data")
    result = installed.run(
        "convert", str(notebooks / f"{name}.md"), str(folder / f"{name}.ipynb"))
    assert result.returncode == 0, result.stderr
    return folder / f"{name}.ipynb"


def joined(outputs):
    """How much of a stream comes in one message is a matter of time."""
    whole = []
    for output in outputs:
        if whole and output.output_type == whole[-1].output_type == "stream" and (
                output.name == whole[-1].name):
            whole[-1] = {**whole[-1], "text": whole[-1].text + output.text}
            whole[-1] = nbformat.from_dict(whole[-1])
        else:
            whole.append(output)
    return whole


@pytest.mark.parametrize("name", ["tour", "messy"])
def test_a_run_and_the_kernel_show_the_same_of_a_shipped_notebook(installed, name):
    """Its seed counts, though no client of this kind says which notebook it runs."""
    path = shipped(installed, name, f"{name}-kernel")
    by_kernel = execute(nbformat.read(path, 4), path.parent)
    path = shipped(installed, name, f"{name}-run")
    result = installed.run("run", "--fresh", str(path), "-o", str(path.parent / "out.ipynb"),
                           timeout=300)
    assert result.returncode == 0, result.stderr + result.stdout
    by_run = nbformat.read(path.parent / "out.ipynb", 4)
    for one, other in zip(by_kernel.cells, by_run.cells):
        if one.cell_type == "code":
            assert joined(one.outputs) == joined(other.outputs), one.source


def test_options_of_a_cell_count(installed):
    started = time.monotonic()
    with pytest.raises(nbclient.exceptions.CellExecutionError, match="timed-out"):
        execute(notebook("#| timeout: 300ms\nlen(for i in 1..20000: sum(for j in 1..20000: i * j % 7))"),
                installed.folder)
    assert time.monotonic() - started < 60
    done = execute(notebook("#| eval: false\n1 / nowhere", '#| lable: x\n"shown"'), installed.folder)
    assert done.cells[0].outputs == []
    assert [o.output_type for o in done.cells[1].outputs] == ["stream", "execute_result"]
    assert 'there is no cell option "lable"; did you mean "label"?' in done.cells[1].outputs[0].text


def test_nbconvert_writes_a_page_with_coloured_cells(installed):
    path = shipped(installed, "tour", "page")
    result = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--execute", "--to", "html", path.name],
        cwd=path.parent, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    page = path.with_suffix(".html").read_text(encoding="utf-8")
    cells = re.findall(r'<div class="highlight.*?</pre>', page, re.S)
    assert len(cells) > 10
    code = "".join(cells)
    for part in ("kd\">let", "ld\">@2026-03-02", "s2\">", "c1\">#|", "kc\">null"):
        assert f'class="{part}' in code, part
    assert 'class="err"' not in code
    assert "<table" in page and ("<svg" in page or "data:image/png" in page)
    assert "error[" not in page.split("When something is wrong")[0]


def test_a_console(installed):
    child = pexpect.spawn(
        sys.executable, ["-m", "jupyter_console", "--kernel", "quern", "--simple-prompt"],
        cwd=installed.folder, env=dict(os.environ, TERM="dumb"), encoding="utf-8", timeout=60)
    child.expect(r"In \[1\]:")
    child.sendline("let x = 20")
    child.expect(r"In \[2\]:")
    child.sendline("x + 1")
    child.expect(r"Out\[2\]:\s+21")
    child.expect(r"In \[3\]:")
    child.sendline("x + nowhere")
    child.expect("unknown-name")
    child.expect(r"In \[4\]:")
    child.sendline("_ * 2")
    child.expect(r"Out\[4\]:\s+42")
    child.expect(r"In \[5\]:")
    child.sendline("exit")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def papermill_translator():
    import importlib.util
    path = pathlib.Path(__file__).resolve().parents[2] / "kernels/papermill/quern_papermill.py"
    spec = importlib.util.spec_from_file_location("quern_papermill", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.QuernTranslator


def test_papermill_runs_with_parameters(installed):
    import papermill
    papermill_translator()
    book = notebook('param region: str = "eu"\nparam rounds: int in 1..500 = 3 # how many',
                    "[region, rounds, share, day, tags]")
    book.cells[0].metadata["tags"] = ["parameters"]
    book.metadata["kernelspec"] = {"name": "quern", "language": "quern", "display_name": "Quern"}
    source, target = installed.folder / "p.ipynb", installed.folder / "p.out.ipynb"
    nbformat.write(book, source)
    listed = papermill.inspect_notebook(str(source))
    assert listed["rounds"]["inferred_type_name"] == "int" and listed["rounds"]["default"] == "3"
    hard = 'a "b" {c} \\ \n\t é 😀 \x01'
    papermill.execute_notebook(
        str(source), str(target), cwd=str(installed.folder), progress_bar=False,
        parameters={"region": hard, "rounds": 200, "share": 0.25, "day": None,
                    "tags": ["x", {"k": 1}]})
    done = nbformat.read(target, 4)
    assert "param rounds: int = 200" in done.cells[1].source
    shown = done.cells[2].outputs[-1]
    assert shown.output_type == "execute_result", shown
    assert "200" in shown.data["text/plain"] and "😀" in shown.data["text/plain"]


def test_papermill_literals():
    import datetime
    translate = papermill_translator().translate
    assert translate(True) == "true" and translate(None) == "null" and translate(3) == "3"
    assert translate(float("nan")) == "null" and translate(1e300) == "1e+300"
    assert translate(datetime.date(2026, 5, 1)) == "@2026-05-01"
    assert translate({"a": [1], "b c": "x"}) == '{a: [1], `b c`: "x"}'
