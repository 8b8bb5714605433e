"""Prose of an exported page beside markdown-it-py's CommonMark, on documents that are put together at random."""

import html.parser
import random
import re

import nbformat
from markdown_it import MarkdownIt

PIECES = [
    "plain text", "two\nlines", "hard  \nbreak", "also\\\nhard", "*em* and **strong** and ***both***",
    "_em_ snake_case __strong__", "*a **b** c*", "**a *b* c**", "*unclosed", "**a*", "a * b * c",
    "`code`", "`` a ` b ``", "` a `", "`unclosed", "[link](/url \"title\")", "[link](</a b>)",
    "[a [nested] b](/u)", "[not a link]", "![pic](p.png)", "![*alt*](p.png 'x')", "<https://a.example/x?y=1>",
    "&amp; &copy; &#35; &#x22; &nope;", "\\*escaped\\* \\# \\a", "a < b & c > d", "\"quoted\"",
    "# One", "## Two ##", "### *Three*", "#not", "Setext\n======", "Setext two\n---", "***", "- - -", "___",
    "- a\n- b", "* a\n* b\n\n* c", "- a\n  - b\n    - c", "- a\n\n  second\n- b", "1. a\n2. b", "7) a\n8) b",
    "1. a\n   - b\n2. c", "- ```\n  code\n  ```", "- > quoted", "+ a\n\n\n+ b", "-\n  late", "10. ten",
    "> quote", "> a\nlazy", "> a\n>\n> b", "> > deep", "> - list\n> - more", "> ```\n> code\n> ```",
    "```\nfenced\n```", "~~~ info\n<tag>\n~~~", "````\n```\n````", "   ```\n   three\n   ```", "    indented\n\n    more",
    "text\n    not code", "\tcode by tab", "[ref]", "[text][ref]", "[Ref][]", "[ref]: /target 'T'\n", "[ref]: <>\n",
    "a\tb", "trailing   ", "  indented text", "*é*bc **日本**", "1986\\. A year", "a\n# heading\nb", "a\n- list",
]


# A blank line ends each definition: what may follow it at once, CommonMark's own programs and this peer
# see in different ways.


class Events(html.parser.HTMLParser):
    """What a page says, whatever the way in which it is written."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.events = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        # Headings get an anchor, and code is coloured by what it is.
        kept = sorted((name, value) for name, value in attributes if name != "id")
        self.events.append((tag, kept))

    def handle_endtag(self, tag):
        if tag not in ("br", "hr", "img"):
            self.events.append("/" + tag)

    def handle_data(self, data):
        if self.events and isinstance(self.events[-1], list):
            self.events[-1][0] += data
        else:
            self.events.append([data])


def events(text):
    found = Events(text).events
    return [event for event in found if not (isinstance(event, list) and not event[0].strip())]


def documents(seed, count):
    draw = random.Random(seed)
    for _ in range(count):
        yield draw.choice(["\n\n", "\n", "\n\n"]).join(draw.choices(PIECES, k=draw.randrange(1, 6)))


def test_prose_is_rendered_as_commonmark(home):
    texts = list(PIECES) + list(documents(1, 400))
    cells = []
    for text in texts:
        cells.append(nbformat.v4.new_markdown_cell(text))
        cells.append(nbformat.v4.new_code_cell("1"))
    nbformat.write(nbformat.v4.new_notebook(cells=cells), str(home.folder / "n.ipynb"))
    result = home.run("export", "n.ipynb", "--to", "html")
    assert result.returncode == 0, result.stderr
    page = (home.folder / "n.html").read_text(encoding="utf-8")
    body = page[page.index("<main>"):page.index("</main>")]
    shown = re.findall(r'<div class="prose">\n(.*?)</div>\n<section', body, re.S)
    assert len(shown) == len(texts)
    peer = MarkdownIt("commonmark", {"html": False})
    differences = []
    for text, ours in zip(texts, shown):
        theirs = peer.render(text)
        if events(ours) != events(theirs):
            differences.append((text, ours, theirs))
    assert not differences, "\n\n".join(
        f"{len(differences)} differ\n--- {text!r}\n{ours}\n--- peer\n{theirs}"
        for text, ours, theirs in differences[:3])
