#!/usr/bin/env python3
"""Makes the reference numbers of the learners: what scikit-learn says, frozen for Tests/LearningTests.

    python3 -m venv venv && venv/bin/pip install numpy scipy scikit-learn
    venv/bin/python scripts/reference_learners.py

Reads the data of scripts/reference_numbers/{regression,breast_cancer,multiclass}.json and writes
learners.json beside them, which is committed: the tests need no Python. Last run with numpy 2.4 and
scikit-learn 1.9.1.

Iris: R. A. Fisher (1936), UCI Machine Learning Repository, doi 10.24432/C56C76, CC BY 4.0. Wine:
S. Aeberhard and M. Forina (1992), UCI, doi 10.24432/C5PC7J, CC BY 4.0; scikit-learn's copies.
"""
import json
import os
import warnings

import numpy as np
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris, load_wine
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import BernoulliNB, GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

warnings.filterwarnings("ignore")
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference_numbers")


def load(name):
    with open(os.path.join(HERE, name)) as f:
        d = json.load(f)
    return np.array(d["features"]), np.array(d["labels"]), np.array(d.get("weights", []))


def floats(a):
    return np.asarray(a, dtype=float).tolist()


def elastic():
    X, y, w = load("regression.json")
    tight = dict(tol=1e-14, max_iter=1_000_000)
    cases = []
    for name, l1_ratio, alpha, weight, intercept in [
        ("lasso", 1.0, 0.3, None, True), ("net", 0.4, 0.5, None, True),
        ("weighted", 0.7, 0.4, w, True), ("no_intercept", 1.0, 1.0, None, False),
    ]:
        m = ElasticNet(alpha=alpha, l1_ratio=l1_ratio, fit_intercept=intercept, **tight)
        m.fit(X, y, sample_weight=weight)
        cases.append(dict(name=name, l1_ratio=l1_ratio, alpha=alpha, weighted=weight is not None,
                          intercepted=intercept, coefficients=floats(m.coef_),
                          intercept=float(m.intercept_)))
    return cases


def sparse_logistic():
    """scikit-learn's saga is slow to the last digits: many steps on standardised features, with
    penalties per column, would be another problem; so the features are scaled beforehand."""
    out = []
    for file, weighted in [("breast_cancer.json", False), ("breast_cancer.json", True),
                           ("multiclass.json", False)]:
        X, y, w = load(file)
        X = StandardScaler().fit_transform(X)
        for l1_ratio, C in [(1.0, 0.3), (0.5, 0.5)]:
            m = LogisticRegression(solver="saga", l1_ratio=l1_ratio, C=C, tol=1e-13,
                                   max_iter=1_000_000, random_state=1)
            m.fit(X, y, sample_weight=w if weighted else None)
            out.append(dict(file=file, weighted=weighted, l1_ratio=l1_ratio, C=C,
                            coefficients=floats(m.coef_), intercepts=floats(m.intercept_)))
    return out


def clusters():
    X, _, w = load("multiclass.json")
    out = []
    for weight in [None, w]:
        m = KMeans(n_clusters=3, n_init=100, tol=0, max_iter=1000, random_state=0)
        m.fit(X, sample_weight=weight)
        sizes = np.array([np.sum((weight if weight is not None else np.ones(len(X)))[m.labels_ == c])
                          for c in range(3)])
        order = np.argsort(-sizes, kind="stable")
        rank = np.argsort(order)
        distance = np.sqrt(((X - m.cluster_centers_[m.labels_]) ** 2).sum(axis=1))
        out.append(dict(weighted=weight is not None, centers=floats(m.cluster_centers_[order]),
                        inertia=float(m.inertia_), labels=rank[m.labels_].tolist(),
                        distances=floats(distance)))
    return out


def components():
    X, _, _ = load("regression.json")
    full = PCA().fit(X)
    white = PCA(2, whiten=True).fit(X)
    return dict(directions=floats(full.components_), variances=floats(full.explained_variance_),
                shares=floats(full.explained_variance_ratio_), scores=floats(full.transform(X[:6])),
                white=floats(white.transform(X[:6])))


def neighbours():
    X, y, _ = load("multiclass.json")
    train, held = np.arange(80), np.arange(80, 120)
    out = []
    for k, weights, metric in [(5, "uniform", "euclidean"), (7, "distance", "euclidean"),
                               (4, "uniform", "manhattan"), (3, "distance", "cosine")]:
        c = KNeighborsClassifier(k, weights=weights, metric=metric).fit(X[train], y[train])
        r = KNeighborsRegressor(k, weights=weights, metric=metric).fit(X[train], X[train, 0] * 2 + y[train])
        out.append(dict(k=k, weights=weights, metric=metric, chances=floats(c.predict_proba(X[held])),
                        numbers=floats(r.predict(X[held]))))
    return out


def bayes():
    X, y, w = load("multiclass.json")
    flags = (X > 0.3).astype(float)
    out = []
    for weight in [None, w]:
        g = GaussianNB().fit(X, y, sample_weight=weight)
        b = BernoulliNB(alpha=0.5).fit(flags, y, sample_weight=weight)
        out.append(dict(weighted=weight is not None, gaussian=floats(g.predict_proba(X[:20])),
                        bernoulli=floats(b.predict_proba(flags[:20]))))
    return out


def trees():
    X, y, w = load("multiclass.json")
    number = np.round(X[:, 0] * 2 + np.sin(X[:, 1]) + y, 6)
    out = []
    for depth, leaf, criterion, weight in [(3, 1, "gini", None), (3, 1, "entropy", None), (None, 4, "gini", w)]:
        c = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=leaf, criterion=criterion, random_state=0)
        r = DecisionTreeRegressor(max_depth=depth, min_samples_leaf=leaf, random_state=0)
        c.fit(X, y, sample_weight=weight)
        r.fit(X, number, sample_weight=weight)
        out.append(dict(depth=depth or 0, leaf=leaf, criterion=criterion, weighted=weight is not None,
                        chances=floats(c.predict_proba(X)), numbers=floats(r.predict(X)),
                        gains=floats(r.feature_importances_)))
    return dict(target=floats(number), cases=out)


def sets():
    """Bundled sets with the folds and what scikit-learn reaches on them."""
    out = []
    for name, data in [("iris", load_iris()), ("wine", load_wine())]:
        X, y = data.data, data.target
        folds = np.zeros(len(y), dtype=int)
        for fold, (_, held) in enumerate(StratifiedKFold(5, shuffle=True, random_state=0).split(X, y)):
            folds[held] = fold
        scaled = lambda m: make_pipeline(StandardScaler(), m)
        models = dict(
            logistic=scaled(LogisticRegression(max_iter=1000)), knn=scaled(KNeighborsClassifier(5)),
            forest=RandomForestClassifier(100, random_state=0), bayes=GaussianNB(),
            mlp=scaled(MLPClassifier((32,), max_iter=300, random_state=0)))
        reached = {}
        for key, model in models.items():
            scores = [model.fit(X[folds != f], y[folds != f]).score(X[folds == f], y[folds == f])
                      for f in range(5)]
            reached[key] = dict(mean=float(np.mean(scores)), sd=float(np.std(scores)))
        out.append(dict(name=name, features=floats(X), labels=y.tolist(), folds=folds.tolist(),
                        reached=reached))
    return out


if __name__ == "__main__":
    value = dict(elastic=elastic(), logistic=sparse_logistic(), clusters=clusters(),
                 components=components(), neighbours=neighbours(), bayes=bayes(), trees=trees(),
                 sets=sets())
    with open(os.path.join(HERE, "learners.json"), "w") as f:
        json.dump(value, f, separators=(",", ":"), sort_keys=True)
        f.write("\n")
