"""`quern why`: what the next run computes again, and for which reason."""


def test_reasons_are_named(home):
    home.write("a.csv", "x,y\n1,2\n3,4\n")
    cells = ['let t = read("a.csv")', "let s = sum(t.x)", "s + 1", 'write(t, "out.csv")']
    home.notebook("n.md", *cells)
    before = home.run("why", "n.md")
    assert before.returncode != 0 and "no earlier run" in before.stderr
    assert home.run("run", "n.md").returncode == 0
    calm = home.run("why", "n.md")
    assert calm.returncode == 0, calm.stderr
    assert calm.stdout.count("unchanged") == 3 and "4/4 cell-4" in calm.stdout
    home.write("a.csv", "x,y\n1,2\n3,5\n")
    cells[2] = "s + 2"
    home.notebook("n.md", *cells)
    found = home.run("why", "n.md").stdout
    assert "a.csv was changed" in found and "its text was edited" in found, found
    assert "it reads `t` of cell 1 (cell-1)" in found
    one = home.run("why", "n.md", "2").stdout
    assert "cell-2" in one and "cell-1" in one and "cell-3" not in one
    absent = home.run("why", "n.md", "cell-33")
    assert absent.returncode != 0 and "did you mean cell-3?" in absent.stderr
    (home.folder / "a.csv").unlink()
    assert "a.csv is gone" in home.run("why", "n.md").stdout
