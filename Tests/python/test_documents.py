"""`quern convert` and `quern export`, judged by the programs that own the formats."""

import json
import random

import nbformat
import pytest

from conftest import ROOT

PROSE = ["# Title", "text with `code`", "- a\n- b", "$x$", "```python\nf()\n```", "| a | b |\n|---|---|"]
CODE = ["1 + 1", "let x = 2\nx", "#| label: named\nprint(\"```\")", "", "let s = 'é'"]


def random_notebook(seed):
    draw = random.Random(seed)
    cells = []
    labelled = False
    for place in range(draw.randrange(7)):
        metadata = draw.choice([{}, {}, {"tags": ["b", "a"], "collapsed": True}])
        if draw.random() < 0.5:
            code = draw.choice(CODE)
            if "label" in code:
                if labelled:
                    continue
                labelled = True
            cells.append(nbformat.v4.new_code_cell(code, metadata=metadata))
        else:
            new = draw.choice([nbformat.v4.new_markdown_cell, nbformat.v4.new_raw_cell])
            cells.append(new("\n\n".join(draw.sample(PROSE, draw.randrange(4))), metadata=metadata))
    metadata = draw.choice([
        {}, {"kernelspec": {"name": "quern", "display_name": "Quern", "language": "quern"}},
        {"quern": {"title": "A", "seed": 3}, "authors": [{"name": "B"}]}])
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


@pytest.mark.parametrize("seed", range(12))
def test_what_nbformat_writes_comes_back_byte_for_byte(home, seed):
    nbformat.write(random_notebook(seed), str(home.folder / "n.ipynb"))
    assert home.run("convert", "n.ipynb", "n.md").returncode == 0
    result = home.run("convert", "n.md", "back.ipynb")
    assert result.returncode == 0, result.stderr
    assert (home.folder / "back.ipynb").read_bytes() == (home.folder / "n.ipynb").read_bytes()


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.md")), ids=lambda p: p.stem)
def test_a_shipped_notebook_survives_jupyter(home, path):
    text = path.read_text(encoding="utf-8")
    home.write("n.md", text)
    assert home.run("convert", "n.md").returncode == 0
    notebook = nbformat.read(str(home.folder / "n.ipynb"), as_version=4)
    nbformat.validate(notebook)
    # Jupyter saves what it has read in its own way.
    nbformat.write(notebook, str(home.folder / "n.ipynb"))
    assert home.run("convert", "n.ipynb", "--force").returncode == 0
    assert (home.folder / "n.md").read_text(encoding="utf-8") == text


def test_a_file_that_is_there_is_not_replaced(home):
    home.write("n.md", "a\n")
    home.write("n.ipynb", "precious")
    result = home.run("convert", "n.md")
    assert result.returncode == 2 and "--force" in result.stderr
    assert (home.folder / "n.ipynb").read_text() == "precious"
    assert home.run("convert", "n.md", "n.txt").returncode == 2
    assert json.loads(home.run("convert", "n.md", "-").stdout)["nbformat"] == 4
