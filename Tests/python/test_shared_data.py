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
    results = [output for output in lines[index]["outputs"] if "data" in output]
    return results[-1]["data"]["text/plain"]


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


def test_churn_by_folds_with_copies_of_a_row_on_one_side(home):
    home.notebook(
        "folds.md",
        f'let raw = read("{DATA}/churn.csv") |> rename(snake_case)\ndescribe(raw)',
        "let parts = raw |> folds(5, group: all_columns(), stratify: .churn, seed: 1)\n"
        "let scores = raw |> cross_validate(xgboost(rounds: 200, eta: 0.1), target: .churn, "
        "folds: parts, metrics: [auc], seed: 1)\n(scores |> filter(.fold == \"mean\")).auc[0]",
        "raw |> cross_validate(xgboost(rounds: 50), target: .churn, metrics: [auc], seed: 1)")
    result = home.run("run", "folds.md", "--json", timeout=300)
    assert result.returncode == 0, result.stdout[-2000:]
    assert float(shown(result, 1)) >= 0.98
    outputs = home.outputs("folds.out")
    assert "300 rows repeat another" in outputs
    # Dealt without regard to copies, some are on both sides: that is said, and only there.
    assert outputs.count("rows equal rows that were used to train") == 1


def test_bikes_tuned_by_time(home):
    home.notebook(
        "bikes.md",
        f'let raw = read("{DATA}/bike_sharing_demand.csv")\ndescribe(raw, target: .count)',
        "let (fit, valid, held) = raw |> drop(.casual, .registered) "
        "|> split([0.6, 0.2, 0.2], order: .date)\n"
        "let prep = recipe(drop(.date))\n"
        "let tuned = fit |> tune(xgboost(rounds: [300, 500], eta: log(0.03..0.1), max_depth: 4..8, "
        "subsample: [0.7, 0.8], colsample_bytree: [0.7, 0.8, 0.9]), target: .count, prep: prep, "
        "validation: valid, metric: r2, trials: 12, seed: 2)\n"
        "let m = fit |> append(valid) |> train(tuned.best, target: .count, prep: prep, seed: 1)\n"
        "held |> evaluate(m)")
    result = home.run("run", "bikes.md", "--json", timeout=300)
    assert result.returncode == 0, result.stdout[-2000:]
    assert float(re.search(r"r2\s+(\S+)", shown(result, 1)).group(1)) >= 0.90
    assert ".casual + .registered gives .count away" in home.outputs("bikes.out")


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
