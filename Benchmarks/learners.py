"""Seconds that Quern's learners take beside scikit-learn's: the same rows, the same parameters.

usage: learners.py QUERN [--rows N] [LEARNER ...]

Two threads each. Quern's seconds are those of the cell that trains (or predicts), in a session of its
own; scikit-learn's those of fit (or predict) in one process. Rounds are interleaved, the median told.
"""

import csv
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
from sklearn.cluster import KMeans
from sklearn.datasets import make_classification
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import ElasticNet, LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
ROUNDS = 3

# Name, Quern's algorithm, its target, scikit-learn's.
LEARNERS = [
    ("logistic", "logistic()", "y", lambda: LogisticRegression(max_iter=1000)),
    ("linear", "linear()", "z", lambda: LinearRegression()),
    ("net", "linear(alpha: 0.1, l1_ratio: 0.5)", "z", lambda: ElasticNet(0.1)),
    ("forest", "forest(trees: 50, max_depth: 12)", "y",
     lambda: RandomForestClassifier(50, max_depth=12, n_jobs=2, random_state=0)),
    ("deep forest", "forest(trees: 20)", "y",
     lambda: RandomForestClassifier(20, n_jobs=2, random_state=0)),
    ("forest of numbers", "forest(trees: 20, max_depth: 12, max_features: 0.33)", "z",
     lambda: RandomForestRegressor(20, max_depth=12, max_features=0.33, n_jobs=2, random_state=0)),
    ("knn", "knn(k: 10)", "y", lambda: KNeighborsClassifier(10, n_jobs=2)),
    ("bayes", "bayes(features: gaussian)", "y", lambda: GaussianNB()),
    ("mlp", "mlp(hidden: 64, epochs: 10, patience: 100)", "y",
     lambda: MLPClassifier((64,), max_iter=10, n_iter_no_change=100, random_state=0)),
    ("kmeans", "kmeans(k: 10, starts: 1, tolerance: 0.0001)", None,
     lambda: KMeans(10, n_init=1, random_state=0)),
    ("pca", "pca(components: 5)", None, lambda: PCA(5)),
]
ASKED = 10_000


def rows(count):
    X, y = make_classification(
        count + ASKED, 20, n_informative=10, n_redundant=4, class_sep=0.8, random_state=1)
    z = X @ np.linspace(-1, 1, 20) + np.sin(X[:, 0] * 2) + np.random.default_rng(0).normal(size=len(y))
    return np.round(X, 6), y, np.round(z, 6)


def quern(program, folder, algorithm, target, threads=2):
    about = f", target: .{target}" if target else ""
    other = "z" if target == "y" else "y" if target else "y, .z"
    cells = [
        f'let t = read("fit.csv") |> drop(.{other}) |> cache()\nprint(count_rows(t))',
        f'let asked = read("asked.csv") |> drop(.{other}) |> cache()\nprint(count_rows(asked))',
        f"let m = t |> train({algorithm}{about})",
        "let said = asked |> predict(m) |> cache()\nprint(count_rows(said))",
    ]
    if target == "y":
        cells.append("said |> summarise(right = mean(if .predicted == .y then 1.0 else 0.0)) "
                     '|> write("right.csv")')
    (folder / "cells.md").write_text("".join(f"```quern\n{cell}\n```\n\n" for cell in cells))
    environment = dict(os.environ, QUERN_HOME=str(folder / "home"))
    ran = subprocess.run(
        [program, "run", "--json", "--fresh", "--threads", str(threads), "cells.md"], cwd=folder,
        env=environment, capture_output=True, text=True)
    if ran.returncode != 0:
        sys.exit(ran.stdout + ran.stderr)
    events = [json.loads(line) for line in ran.stdout.splitlines()]
    seconds = [event["seconds"] for event in events if event["event"] == "cell"]
    right = None
    if target == "y":
        right = float(next(csv.DictReader(open(folder / "right.csv")))["right"])
    return seconds[2], seconds[3], right


def scikit_learn(make, X, y, count):
    model = make()
    started = time.perf_counter()
    model.fit(X[:count]) if y is None else model.fit(X[:count], y[:count])
    fitted = time.perf_counter()
    said = (model.predict if hasattr(model, "predict") else model.transform)(X[count:])
    ended = time.perf_counter()
    right = accuracy_score(y[count:], said) if y is not None and y.dtype.kind == "i" else None
    return fitted - started, ended - fitted, right


def main():
    arguments = sys.argv[1:]
    program = os.path.abspath(arguments.pop(0))
    count = 100_000
    if "--rows" in arguments:
        place = arguments.index("--rows")
        count = int(arguments[place + 1])
        del arguments[place:place + 2]
    X, y, z = rows(count)
    print(f"{count} rows of 20 features; median of {ROUNDS} rounds; predictions of {ASKED} rows")
    print(f"{'learner':18} {'fit s':>8} {'sklearn':>8} {'ratio':>6}  {'predict s':>9} {'sklearn':>8} "
          f"{'right':>7} {'sklearn':>7}")
    with tempfile.TemporaryDirectory(prefix="quern-learners-") as folder:
        folder = pathlib.Path(folder)
        names = [f"x{i}" for i in range(20)] + ["y", "z"]
        for name, part in (("fit.csv", slice(0, count)), ("asked.csv", slice(count, None))):
            with open(folder / name, "w", newline="") as file:
                out = csv.writer(file)
                out.writerow(names)
                out.writerows(zip(*X[part].T.tolist(), y[part].tolist(), z[part].tolist()))
        for name, algorithm, target, make in LEARNERS:
            if arguments and name not in arguments:
                continue
            labels = {"y": y, "z": z, None: None}[target]
            ours, theirs = [], []
            for _ in range(ROUNDS):
                ours.append(quern(program, folder, algorithm, target))
                theirs.append(scikit_learn(make, X, labels, count))
            median = lambda all, place: statistics.median(one[place] for one in all)
            shown = lambda value: f"{value:7.4f}" if value is not None else "       "
            print(f"{name:18} {median(ours, 0):8.3f} {median(theirs, 0):8.3f} "
                  f"{median(ours, 0) / median(theirs, 0):6.2f}  {median(ours, 1):9.3f} "
                  f"{median(theirs, 1):8.3f} {shown(ours[0][2])} {shown(theirs[0][2])}", flush=True)


if __name__ == "__main__":
    main()
