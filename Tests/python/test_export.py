"""`quern export` in its three forms, judged by the programs that read them."""

import base64
import html.parser
import re
import shutil

import nbformat
import pytest
from markdown_it import MarkdownIt

from conftest import ROOT

NOTEBOOKS = [ROOT / "notebooks" / name for name in ("churn.md", "tour.md", "tumours.md")]
VOID = {"meta", "br", "hr", "img", "input", "link", "wbr", "col"}
PLOTS = """\
---
title: Pictures & <tables>
---
# Pictures

![beside](beside.svg)

```quern
let t = table({city: ["Oslo", null, "Bergen|<b>"], n: [3, 1, null]})
t
```

```quern
#| label: picture
plot(t, bar, x: .city, y: .n, title: "n & city")
```

```quern
print("one\\ntwo")
{a: 1, b: [1, 2]}
```

```quern
filter(t, .town == "x")
```
"""


class Page(html.parser.HTMLParser):
    """Elements that are closed as they were opened, and what they would load."""

    def __init__(self):
        super().__init__()
        self.open, self.loads, self.mistakes, self.ids, self.links = [], [], [], [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes.get("href", ""))
        for name in ("src", "srcset", "data", "poster", "xlink:href"):
            if name in attributes:
                self.loads.append(attributes[name])
        if tag in ("script", "link", "iframe", "object", "embed"):
            self.mistakes.append(f"<{tag}>")
        if any(name.startswith("on") for name in attributes):
            self.mistakes.append(f"{tag} has a script")
        if tag not in VOID and tag not in ("path", "line", "circle", "rect"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in ("path", "line", "circle", "rect"):
            return
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"</{tag}> at {self.getpos()}")


def export(home, form, notebook):
    result = home.run("export", notebook, "--to", form)
    assert result.returncode == 0, result.stderr
    return result


def shipped(home, path):
    """The notebook without the cells that deploy: they would start the platform."""
    shutil.copytree(ROOT / "notebooks" / "data", home.folder / "data", dirs_exist_ok=True)
    parts = re.split(r"(?ms)^(```quern\n.*?^```\n)", path.read_text(encoding="utf-8"))
    acting = ("deploy(", "register(", "invoke(", "stop(", "logs(", "why(", "wait(")
    kept = [part for part in parts
            if not (part.startswith("```quern") and any(word in part for word in acting))]
    home.write("n.md", "".join(kept))
    result = home.run("run", "n.md", "--keep-going", timeout=300)
    assert result.returncode in (0, 1), result.stderr
    return "n.md"


def check_page(text):
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == [] and page.mistakes == []
    assert all(load.startswith("data:") for load in page.loads), page.loads
    assert "default-src 'none'" in text and "@import" not in text
    assert not re.search(r"url\(\s*['\"]?(?!data:|#)", text)
    assert len(page.ids) == len(set(page.ids))
    inside = [link[1:] for link in page.links if link.startswith("#")]
    assert set(inside) <= set(page.ids)
    return page


def check_notebook(path):
    notebook = nbformat.read(str(path), as_version=4)
    nbformat.validate(notebook)
    return notebook


def check_markdown(home, name):
    text = (home.folder / name).read_text(encoding="utf-8")
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    kinds = [token.type for token in tokens]
    pictures = [child.attrs["src"] for token in tokens if token.type == "inline"
                for child in token.children if child.type == "image"]
    for picture in pictures:
        assert (home.folder / picture).is_file(), picture
    return text, kinds, pictures


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_shipped_notebook_in_all_forms(home, path):
    name = shipped(home, path)
    for form in ("html", "ipynb", "md"):
        export(home, form, name)
    page = check_page((home.folder / "n.html").read_text(encoding="utf-8"))
    assert "cell-" in " ".join(page.ids)
    notebook = check_notebook(home.folder / "n.ipynb")
    assert any(cell.get("outputs") for cell in notebook.cells)
    _, kinds, _ = check_markdown(home, "n.executed.md")
    assert "table_open" in kinds


def test_pictures_tables_and_errors_in_all_forms(home):
    home.write("beside.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    home.write("p.md", PLOTS)
    assert home.run("run", "p.md", "--keep-going").returncode == 1
    for form in ("html", "ipynb", "md"):
        export(home, form, "p.md")
    text = (home.folder / "p.html").read_text(encoding="utf-8")
    page = check_page(text)
    assert len(page.loads) == 1 and page.loads[0].startswith("data:image/svg+xml;base64,")
    assert "<title>Pictures &amp; &lt;tables&gt;</title>" in text
    assert text.count("<svg") == 1 and "n &amp; city" in text
    assert "str · 1 missing" in text and "unknown-column" in text

    notebook = check_notebook(home.folder / "p.ipynb")
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    plot = next(o for o in outputs if "image/png" in o.get("data", {}))
    data = base64.b64decode(plot.data["image/png"])
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert plot.metadata["image/png"]["width"] * 2 == int.from_bytes(data[16:20], "big")
    assert {"text/plain", "image/svg+xml", "application/vnd.vegalite.v5+json"} <= set(plot.data)
    assert any(o.output_type == "error" and o.ename == "unknown-column" for o in outputs)

    text, kinds, pictures = check_markdown(home, "p.executed.md")
    assert kinds.count("table_open") == 2 and len(pictures) == 2
    assert "Bergen\\|&lt;b&gt;" in text
    assert "```text\none\ntwo\n```" in text


def test_the_same_outputs_give_the_same_page(home):
    home.write("beside.svg", "<svg/>")
    home.write("p.md", PLOTS)
    home.run("run", "p.md", "--keep-going")
    export(home, "html", "p.md")
    first = (home.folder / "p.html").read_bytes()
    export(home, "html", "p.md")
    assert (home.folder / "p.html").read_bytes() == first
