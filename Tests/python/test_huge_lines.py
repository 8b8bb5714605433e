"""Files whose lines have no end in sight: read whole, or refused with what is wrong."""

import json

import pytest


def shown(home, cell):
    result = home.run("-e", cell)
    assert result.returncode == 0, result.stderr
    return result.stdout.split()


def test_a_json_array_on_one_line(home):
    rows = [{"n": i, "s": "ä" * (i % 7)} for i in range(100_000)]
    text = json.dumps(rows, ensure_ascii=False)
    assert "\n" not in text
    home.write("one.json", text)
    cell = 'let t = read("one.json")\n[count_rows(t), sum(t.n), sum(t |> derive(l = len(.s)) |> get("l"))]'
    cell = cell.replace('t |> derive(l = len(.s)) |> get("l")', "(t |> derive(l = len(.s))).l")
    total = sum(len(row["s"]) for row in rows)
    assert shown(home, cell) == [f"[{len(rows)},", f"{sum(r['n'] for r in rows)},", f"{total}]"]


@pytest.mark.parametrize("name, text", [
    ("field.csv", 'id,s\n1,"{}"\n2,b\n'), ("field.jsonl", '{{"id": 1, "s": "{}"}}\n{{"id": 2, "s": "b"}}\n')])
def test_a_field_of_megabytes(home, name, text):
    size = 5_000_000
    home.write(name, text.format("x" * size))
    cell = f'let t = read("{name}") |> derive(l = len(.s))\n[t.id, t.l]'
    assert shown(home, cell) == ["[[1,", "2],", f"[{size},", "1]]"]
    table = home.run("-e", f'read("{name}")')
    assert table.returncode == 0 and len(table.stdout) < 2000


def test_a_row_of_a_million_fields_is_refused(home):
    home.write("wide.csv", "a,b\n" + "1," * 1_000_000 + "1\n")
    result = home.run("-e", 'read("wide.csv") |> count_rows()')
    assert result.returncode == 1
    assert "line 2" in result.stderr and len(result.stderr) < 2000
