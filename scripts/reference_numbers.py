#!/usr/bin/env python3
"""Makes the reference numbers of Tests/LearningTests: what scikit-learn and XGBoost say.

    python3 -m venv venv && venv/bin/pip install numpy scipy scikit-learn xgboost
    venv/bin/python scripts/reference_numbers.py

Writes scripts/reference_numbers/*.json, which are committed: the tests need no Python. Run it again
only to add a case, and look at the difference. Last run with numpy 2.4, scikit-learn 1.9.1 and
xgboost 3.2.0.

The rows of `breast_cancer` are from the Wisconsin Diagnostic Breast Cancer set (Wolberg, Mangasarian,
Street and Street 1993, UCI Machine Learning Repository, doi 10.24432/C5DW2B, CC BY 4.0), every
fourth row and six columns of scikit-learn's bundled copy. All other data are generated here.
"""
import json
import os

import numpy as np
import xgboost
from sklearn import metrics
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference_numbers")


def floats(a):
    return np.asarray(a, dtype=float).tolist()


def write(name, value):
    with open(os.path.join(HERE, name), "w") as f:
        json.dump(value, f, indent=None, separators=(",", ":"), sort_keys=True)
        f.write("\n")


def regression():
    r = np.random.default_rng(11)
    X = np.round(r.normal(size=(60, 4)) * [1, 10, 0.1, 3] + [0, 100, 5, -2], 4)
    y = np.round(X @ [1.5, -0.2, 8, 0.7] + 3 + r.normal(size=60), 4)
    w = np.round(r.uniform(0.2, 3, size=60), 3)
    cases = []
    for name, model, weight in [
        ("ols", LinearRegression(), None),
        ("weighted", LinearRegression(), w),
        ("no_intercept", LinearRegression(fit_intercept=False), None),
        ("ridge", Ridge(alpha=2.5, solver="cholesky"), None),
        ("ridge_weighted", Ridge(alpha=2.5, solver="cholesky"), w),
    ]:
        m = model.fit(X, y, sample_weight=weight)
        cases.append(dict(name=name, weighted=weight is not None, coefficients=floats(m.coef_),
                          intercept=float(m.intercept_), predictions=floats(m.predict(X[:5]))))
    # A column that is the sum of two others: coefficients differ by solver, predictions do not.
    D = np.column_stack([X, X[:, 0] + X[:, 3]])
    dependent = LinearRegression().fit(D, y)
    # Nearly dependent: the normal equations alone would lose half the digits.
    N = np.column_stack([X, X[:, 0] + X[:, 3] + np.round(r.normal(size=60) * 1e-4, 9)])
    near = LinearRegression().fit(N, y)
    write("regression.json", dict(
        features=floats(X), labels=floats(y), weights=floats(w), cases=cases,
        dependent=dict(features=floats(D), predictions=floats(dependent.predict(D[:5]))),
        nearly_dependent=dict(features=floats(N), coefficients=floats(near.coef_),
                              intercept=float(near.intercept_))))


def logistic(model, X, y, weight=None):
    m = model.fit(X, y, sample_weight=weight)
    return dict(weighted=weight is not None, coefficients=floats(m.coef_), intercepts=floats(m.intercept_),
                probabilities=floats(m.predict_proba(X[:5])))


def classification():
    source = load_breast_cancer()
    columns = [0, 1, 4, 5, 8, 21]
    X = source.data[::4][:, columns]
    y = source.target[::4]
    r = np.random.default_rng(5)
    w = np.round(r.uniform(0.2, 3, size=len(y)), 3)

    def tight(**options):
        return LogisticRegression(solver="newton-cholesky", tol=1e-14, max_iter=10000, **options)

    cases = {
        "default": logistic(tight(), X, y),
        "weak": dict(logistic(tight(C=100), X, y), l2=0.01),
        "weighted": logistic(tight(), X, y, w),
        "no_intercept": logistic(tight(fit_intercept=False), X, y),
    }
    write("breast_cancer.json", dict(
        source="Wisconsin Diagnostic Breast Cancer, UCI, doi 10.24432/C5DW2B, CC BY 4.0",
        names=[str(source.feature_names[c]).replace(" ", "_") for c in columns],
        features=floats(X), labels=y.tolist(), weights=floats(w), cases=cases))

    n = 120
    y = r.integers(0, 3, size=n)
    centers = np.array([[0, 0, 0, 0], [1.2, -0.5, 0.3, 2], [-0.8, 1.1, 1, -1]])
    X = np.round(centers[y] + r.normal(size=(n, 4)), 4)
    w = np.round(r.uniform(0.2, 3, size=n), 3)
    lbfgs = dict(solver="lbfgs", tol=1e-12, max_iter=100000)
    write("multiclass.json", dict(
        features=floats(X), labels=y.tolist(), weights=floats(w), cases={
            "default": logistic(LogisticRegression(**lbfgs), X, y),
            "weighted": logistic(LogisticRegression(**lbfgs), X, y, w),
        }))


def measured():
    r = np.random.default_rng(3)
    score = np.round(r.uniform(size=80), 1)  # one decimal: many ties
    score[:3] = [0, 1, 0.5]
    truth = (r.uniform(size=80) < 0.2 + 0.6 * score).astype(int)
    label = (score > 0.5).astype(int)
    r2 = np.random.default_rng(51)
    w = np.round(r2.uniform(0.2, 3, size=len(truth)), 3)

    def two_classes(w):
        return dict(
            auc=metrics.roc_auc_score(truth, score, sample_weight=w),
            pr_auc=metrics.average_precision_score(truth, score, sample_weight=w),
            logloss=metrics.log_loss(truth, score, sample_weight=w),
            accuracy=metrics.accuracy_score(truth, label, sample_weight=w),
            balanced_accuracy=metrics.balanced_accuracy_score(truth, label, sample_weight=w),
            precision=metrics.precision_score(truth, label, sample_weight=w),
            recall=metrics.recall_score(truth, label, sample_weight=w),
            f1=metrics.f1_score(truth, label, sample_weight=w),
            mcc=metrics.matthews_corrcoef(truth, label, sample_weight=w),
            brier=metrics.brier_score_loss(truth, score, sample_weight=w))

    p = r.dirichlet([1, 2, 1.5], size=60)
    p = np.round(p, 4)
    p[:, 2] = np.round(1 - p[:, 0] - p[:, 1], 4)
    t = np.array([r.choice(3, p=row / row.sum()) for row in p])
    l = p.argmax(axis=1)
    v = np.round(r2.uniform(0.2, 3, size=len(t)), 3)

    def three_classes(w):
        share = p / p.sum(axis=1, keepdims=True)
        return dict(
            accuracy=metrics.accuracy_score(t, l, sample_weight=w),
            balanced_accuracy=metrics.balanced_accuracy_score(t, l, sample_weight=w),
            logloss=metrics.log_loss(t, p, sample_weight=w),
            precision=metrics.precision_score(t, l, average="macro", sample_weight=w),
            recall=metrics.recall_score(t, l, average="macro", sample_weight=w),
            f1=metrics.f1_score(t, l, average="macro", sample_weight=w),
            mcc=metrics.matthews_corrcoef(t, l, sample_weight=w),
            auc=metrics.roc_auc_score(t, share, multi_class="ovr", sample_weight=w),
            pr_auc=metrics.average_precision_score(
                np.eye(3)[t], share, average="macro", sample_weight=w))

    a = np.round(r.normal(size=50) * 4 + 10, 3)
    b = np.round(a + r.normal(size=50), 3)
    numbers = dict(rmse=float(np.sqrt(metrics.mean_squared_error(a, b))),
                   mae=metrics.mean_absolute_error(a, b), r2=metrics.r2_score(a, b),
                   mape=metrics.mean_absolute_percentage_error(a, b))
    write("metrics.json", dict(
        binary=dict(truth=truth.tolist(), scores=floats(score), weights=floats(w),
                    values=two_classes(None), weighted=two_classes(w)),
        multiclass=dict(truth=t.tolist(), scores=floats(p), weights=floats(v),
                        values=three_classes(None), weighted=three_classes(v)),
        regression=dict(truth=floats(a), predictions=floats(b), values=numbers)))


def trees():
    r = np.random.default_rng(8)
    X = np.round(r.normal(size=(300, 5)), 3)
    X[r.uniform(size=X.shape) < 0.1] = np.nan
    z = np.nan_to_num(X)
    margin = z[:, 0] * 2 - z[:, 1] + (z[:, 2] > 0.3) * z[:, 3]
    names = ["a", "b", "c", "d", "e"]
    common = dict(max_depth=3, eta=0.4, tree_method="hist", seed=1, nthread=1)
    cases = {
        "binary": (dict(common, objective="binary:logistic"), (margin + r.normal(size=300) > 0).astype(int)),
        "multiclass": (dict(common, objective="multi:softprob", num_class=3),
                       np.digitize(margin + r.normal(size=300) * 0.5, [-1, 1])),
        "regression": (dict(common, objective="reg:squarederror"), margin + 10),
        "poisson": (dict(common, objective="count:poisson"), r.poisson(np.exp(margin * 0.3))),
        "gamma": (dict(common, objective="reg:gamma", base_score=2.0), np.exp(margin * 0.2)),
        "dart": (dict(common, booster="dart", rate_drop=0.5, one_drop=1, objective="binary:logistic"),
                 (margin > 0.2).astype(int)),
    }
    for name, (parameters, y) in cases.items():
        d = xgboost.DMatrix(X, label=y, feature_names=names)
        booster = xgboost.train(parameters, d, 6)
        rows = X[:40].copy()
        rows[0] = np.nan
        predictions = booster.predict(xgboost.DMatrix(rows, feature_names=names))
        # Single precision, printed so that it reads back as the same number.
        write(f"xgboost_{name}.json", dict(
            version=xgboost.__version__, model=json.loads(booster.save_raw("json")),
            rows=[[None if np.isnan(v) else float(np.float32(v)) for v in row] for row in rows],
            predictions=np.asarray(predictions, dtype=np.float32).astype(float).tolist()))


if __name__ == "__main__":
    os.makedirs(HERE, exist_ok=True)
    regression()
    classification()
    measured()
    trees()
