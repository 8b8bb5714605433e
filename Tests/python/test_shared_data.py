"""Quality on real data, where the files are there (they are not part of this repository)."""

import json
import pathlib
import re

import pytest

from conftest import ROOT

DATA = next(
    (path for path in (ROOT.parent / "shared" / "data", ROOT.parents[1] / "shared" / "data")
     if path.is_dir()), None)
pytestmark = pytest.mark.skipif(DATA is None, reason="the shared data is not here")


def shown(result, index):
    """The plain text of a cell's result, from the JSON lines of a run."""
    lines = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    return lines[index]["outputs"][-1]["data"]["text/plain"]


def test_adult_income(home):
    home.notebook(
        "adult.md",
        f'let fit = read("{DATA}/adult_train.csv")\nlet held = read("{DATA}/adult_test.csv")',
        "let m = fit |> train(xgboost(rounds: 200, eta: 0.1), target: .target, "
        'positive: ">50K", prep: recipe(onehot(categorical())), seed: 1)',
        "held |> evaluate(m, [auc, accuracy])")
    result = home.run("run", "adult.md", "--json", timeout=300)
    assert result.returncode == 0, result.stdout[-2000:]
    auc = float(re.search(r"auc\s+(\S+)", shown(result, 2)).group(1))
    assert auc > 0.92


def test_churn_without_rows_in_both_parts(home):
    home.notebook(
        "churn.md",
        f'let raw = read("{DATA}/churn.csv") |> rename(snake_case) |> distinct()',
        "let (fit, held) = raw |> split(0.75, stratify: .churn, seed: 1)\n"
        "let m = fit |> train(xgboost(rounds: 200, eta: 0.1), target: .churn, seed: 1)",
        "held |> evaluate(m, [auc])")
    result = home.run("run", "churn.md", "--json", timeout=300)
    assert result.returncode == 0, result.stdout[-2000:]
    auc = float(re.search(r"auc\s+(\S+)", shown(result, 2)).group(1))
    assert auc > 0.97


@pytest.mark.parametrize(
    "name, rows, types",
    [
        ("adult_train.csv", 19537, {"age": "int", "workclass": "str", "target": "str"}),
        ("adult_test.csv", 16281, {"fnlwgt": "int", "native_country": "str"}),
        ("bike_sharing_demand.csv", 17379, {"date": "date", "temp": "float", "count": "int"}),
        ("churn.csv", 3150, {"Charge  Amount": "int", "Customer Value": "float", "Churn": "int"}),
        ("students_train.csv", 3540, {"PreQualGrade": "float", "Target": "str"}),
    ])
def test_a_file_reads_right_without_options(home, name, rows, types):
    result = home.run(
        "-e", f'let t = read("{DATA}/{name}")', "-e", "count_rows(t)", "-e", "schema(t)", "--json")
    assert result.returncode == 0, result.stderr
    assert shown(result, 1) == str(rows)
    schema = shown(result, 2)
    for column, kind in types.items():
        assert re.search(rf'`?{re.escape(column)}`?: "?{kind}"?', schema), (column, schema)
