"""Quern's learners beside scikit-learn's on its bundled sets: the same folds, the same parameters.

usage: accuracy.py QUERN [SET ...]

A learner lags where its mean over five folds lies more than one standard deviation of scikit-learn's
below scikit-learn's; then the exit status is 1.
"""

import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
from sklearn import datasets
from sklearn.ensemble import (
    HistGradientBoostingClassifier, HistGradientBoostingRegressor, RandomForestClassifier,
    RandomForestRegressor)
from sklearn.linear_model import ElasticNet, LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, r2_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
SCALED = "recipe(scale(numeric()))"

# Name, Quern's algorithm, its preparation, scikit-learn's.
CLASSIFIERS = [
    ("logistic", "logistic()", SCALED, lambda: LogisticRegression(max_iter=5000)),
    ("forest", "forest(trees: 100)", None, lambda: RandomForestClassifier(100, random_state=0)),
    ("boosting", "xgboost(rounds: 150, eta: 0.1, subsample: 0.7, colsample_bynode: 0.3)", None,
     lambda: HistGradientBoostingClassifier(random_state=0)),
    ("knn", "knn(k: 5)", SCALED, lambda: KNeighborsClassifier(5)),
    ("bayes", "bayes(features: gaussian)", None, GaussianNB),
    ("mlp", "mlp(hidden: 100)", SCALED, lambda: MLPClassifier(hidden_layer_sizes=(100,), random_state=0)),
    ("linear_learner", "linear_learner(wd: 0.001)", None,
     lambda: LogisticRegression(max_iter=5000)),
]
REGRESSORS = [
    ("linear", "linear()", None, LinearRegression),
    ("ridge", "linear(l2: 1.0)", SCALED, lambda: Ridge(1.0)),
    ("net", "linear(alpha: 0.1, l1_ratio: 0.5)", SCALED, lambda: ElasticNet(0.1)),
    ("forest", "forest(trees: 100)", None, lambda: RandomForestRegressor(100, random_state=0)),
    ("boosting", "xgboost(rounds: 100, eta: 0.1, max_depth: 4)", None,
     lambda: HistGradientBoostingRegressor(random_state=0)),
    ("knn", "knn(k: 5)", SCALED, lambda: KNeighborsRegressor(5)),
    ("mlp", "mlp(hidden: 100, epochs: 500)", SCALED,
     lambda: MLPRegressor(hidden_layer_sizes=(100,), max_iter=500, random_state=0)),
]
UNSCALED = ("forest", "boosting", "bayes", "linear")


def sets():
    for name in ("iris", "wine", "breast_cancer", "digits"):
        X, y = getattr(datasets, f"load_{name}")(return_X_y=True)
        yield name, X, y, True
    X, y = datasets.load_diabetes(return_X_y=True)
    yield "diabetes", X, y, False
    X, y = datasets.make_classification(1000, 20, n_informative=8, n_classes=3, random_state=1)
    yield "made_classes", X, y, True
    X, y = datasets.make_moons(600, noise=0.25, random_state=1)
    yield "moons", X, y, True
    X, y = datasets.make_friedman1(600, noise=1.0, random_state=1)
    yield "friedman", X, y, False


def folds_of(X, y, is_classes):
    split = (StratifiedKFold if is_classes else KFold)(5, shuffle=True, random_state=0)
    fold = np.zeros(len(y), dtype=int)
    for place, (_, held) in enumerate(split.split(X, y)):
        fold[held] = place
    return fold


def scikit_learn(X, y, fold, is_classes):
    for name, _, _, make in CLASSIFIERS if is_classes else REGRESSORS:
        scores, started = [], time.perf_counter()
        for place in range(5):
            model = make() if name in UNSCALED else make_pipeline(StandardScaler(), make())
            model.fit(X[fold != place], y[fold != place])
            measure = accuracy_score if is_classes else r2_score
            scores.append(measure(y[fold == place], model.predict(X[fold == place])))
        yield name, float(np.mean(scores)), float(np.std(scores, ddof=1)), (
            time.perf_counter() - started)


def quern(program, X, y, fold, is_classes):
    metric = "accuracy" if is_classes else "r2"
    with tempfile.TemporaryDirectory(prefix="quern-accuracy-") as folder:
        place = pathlib.Path(folder)
        with open(place / "rows.csv", "w", newline="") as file:
            out = csv.writer(file)
            out.writerow([f"x{i}" for i in range(X.shape[1])] + ["y", "fold"])
            for row, label, part in zip(X, y, fold):
                out.writerow([repr(float(v)) for v in row]
                             + [f"c{label}" if is_classes else repr(float(label)), part])
        cells = [
            'let t = read("rows.csv")',
            "let pairs = for k in [0, 1, 2, 3, 4]: "
            "[t |> filter(.fold != k) |> drop(.fold), t |> filter(.fold == k) |> drop(.fold)]",
        ]
        chosen = CLASSIFIERS if is_classes else REGRESSORS
        for name, algorithm, prep, _ in chosen:
            prepared = f", prep: {prep}" if prep else ""
            cells.append(
                f"let {name}_cv = t |> drop(.fold) |> cross_validate({algorithm}, target: .y, "
                f"folds: pairs, metrics: [{metric}]{prepared})\n"
                f'{name}_cv |> write("{name}.csv")')
        text = "".join(f"```quern\n{cell}\n```\n\n" for cell in cells)
        (place / "cells.md").write_text(text)
        environment = dict(os.environ, QUERN_HOME=str(place / "home"))
        ran = subprocess.run([program, "run", "--json", "cells.md"], cwd=place, env=environment,
                             capture_output=True, text=True)
        if ran.returncode != 0:
            sys.exit(ran.stdout + ran.stderr)
        for name, *_ in chosen:
            with open(place / f"{name}.csv") as file:
                rows = {row["fold"]: row[metric] for row in csv.DictReader(file)}
            yield name, float(rows["mean"]), float(rows["sd"])


def main():
    program, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    lagging = []
    print(f"{'set':14} {'learner':15} {'quern':>8} {'sd':>7} {'sklearn':>8} {'sd':>7}")
    for name, X, y, is_classes in sets():
        if wanted and name not in wanted:
            continue
        fold = folds_of(X, y, is_classes)
        ours = {learner: (mean, sd) for learner, mean, sd in quern(program, X, y, fold, is_classes)}
        for learner, mean, sd, _ in scikit_learn(X, y, fold, is_classes):
            lags = ours[learner][0] < mean - sd
            if lags:
                lagging.append(f"{name} {learner}")
            print(f"{name:14} {learner:15} {ours[learner][0]:8.4f} {ours[learner][1]:7.4f} "
                  f"{mean:8.4f} {sd:7.4f}{'  lags' if lags else ''}", flush=True)
    if lagging:
        sys.exit("more than one standard deviation below scikit-learn: " + ", ".join(lagging))


if __name__ == "__main__":
    main()
