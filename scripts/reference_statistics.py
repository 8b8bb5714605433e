#!/usr/bin/env python3
"""Makes the reference numbers of the statistical words: what scipy says.

    venv/bin/python scripts/reference_statistics.py

Writes scripts/reference_numbers/statistics.json, which is committed. Last run with scipy 1.17.1.
"""
import json
import os

import numpy as np
from scipy import stats

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference_numbers")


def floats(a):
    return np.asarray(a, dtype=float).tolist()


def end(value):
    return float(value) if np.isfinite(value) else None


def correlations(r):
    cases = []
    for n, kind in [(3, "plain"), (8, "plain"), (20, "plain"), (33, "plain"), (34, "plain"),
                    (60, "ties"), (25, "ties"), (200, "ties"), (40, "strong"), (12, "sorted")]:
        x = r.normal(size=n) * 3 + 1
        y = 0.4 * x + r.normal(size=n)
        if kind == "ties":
            x, y = np.round(x), np.round(y)
        if kind == "strong":
            y = 2 * x + r.normal(size=n) * 1e-3
        if kind == "sorted":
            x, y = np.arange(n) * 1.0, -np.arange(n) ** 3 * 1.0
        pearson = stats.pearsonr(x, y)
        low, high = pearson.confidence_interval(0.95)
        spearman = stats.spearmanr(x, y)
        kendall = stats.kendalltau(x, y)
        cases.append({
            "x": floats(x), "y": floats(y),
            "pearson": [float(pearson.statistic), float(pearson.pvalue)],
            "interval": [end(low), end(high)],
            "spearman": [float(spearman.statistic), float(spearman.pvalue)],
            "kendall": [float(kendall.statistic), float(kendall.pvalue)],
        })
    return cases


def means(r):
    cases = []
    for n, m, shift in [(2, 2, 1), (5, 9, 0.4), (30, 41, 2), (400, 380, 0.05), (12, 12, 8)]:
        x, y = r.normal(size=n) * 2, r.normal(size=m) + shift
        for alternative in ["two-sided", "less", "greater"]:
            case = {"x": floats(x), "y": floats(y), "alternative": alternative.replace("-", "_")}
            for name, test in [
                ("welch", stats.ttest_ind(x, y, equal_var=False, alternative=alternative)),
                ("student", stats.ttest_ind(x, y, alternative=alternative)),
                ("one", stats.ttest_1samp(x, 0.3, alternative=alternative)),
            ] + ([("paired", stats.ttest_rel(x, y, alternative=alternative))] if n == m else []):
                interval = test.confidence_interval(0.9)
                shifted = 0.3 if name == "one" else 0
                case[name] = [float(test.statistic), float(test.df), float(test.pvalue),
                              None if end(interval.low) is None else interval.low - shifted,
                              None if end(interval.high) is None else interval.high - shifted]
            cases.append(case)
    return cases


def counts():
    tables = [[[12, 5], [7, 30]], [[1, 2], [3, 4]], [[10, 20, 30], [6, 9, 17]],
              [[120, 80, 15, 4], [98, 102, 30, 7], [60, 60, 9, 12]]]
    independence = []
    for table in tables:
        for corrected in [True, False]:
            test = stats.chi2_contingency(table, correction=corrected)
            independence.append({
                "counts": floats(np.ravel(table)), "columns": len(table[0]),
                "corrected": corrected, "chisq": float(test.statistic), "df": int(test.dof),
                "p": float(test.pvalue), "expected": floats(np.ravel(test.expected_freq))})
    fits = []
    for observed, expected in [([22, 18, 20], [1, 1, 1]), ([5, 95], [0.1, 0.9]),
                               ([400, 300, 200, 105], [4, 3, 2, 1])]:
        total = sum(observed)
        wanted = np.array(expected) / sum(expected) * total
        test = stats.chisquare(observed, wanted)
        fits.append({"counts": observed, "expected": floats(wanted),
                     "chisq": float(test.statistic), "p": float(test.pvalue)})
    return {"independence": independence, "fit": fits}


def tails():
    return {
        "student": [[t, df, float(stats.t.sf(t, df))] for t in [-3, 0, 0.5, 2, 10, 40]
                    for df in [1, 2.5, 10, 300, 1e6]],
        "quantile": [[share, df, float(stats.t.isf(share, df))] for share in [0.4, 0.05, 1e-6]
                     for df in [1, 2.5, 10, 300, 1e6]],
        "chisq": [[x, df, float(stats.chi2.sf(x, df))] for x in [0.01, 1, 5, 30, 300]
                  for df in [1, 2, 7, 100]],
    }


r = np.random.default_rng(20260115)
with open(os.path.join(HERE, "statistics.json"), "w") as f:
    json.dump({"correlations": correlations(r), "means": means(r), "counts": counts(),
               "tails": tails()}, f, separators=(",", ":"), sort_keys=True)
    f.write("\n")
