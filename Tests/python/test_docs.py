"""The generated reference in docs/ is what the program writes."""

from conftest import ROOT


def test_docs_are_up_to_date(home):
    assert home.run("docs", "fresh").returncode == 0
    for page in sorted((home.folder / "fresh").iterdir()):
        kept = (ROOT / "docs" / page.name).read_text(encoding="utf-8")
        assert page.read_text(encoding="utf-8") == kept, f"docs/{page.name} is stale: ./dev docs"
