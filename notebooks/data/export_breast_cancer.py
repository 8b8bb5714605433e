"""Writes breast_cancer.csv from scikit-learn's bundled copy, with the names of its columns.

Data: Breast Cancer Wisconsin (Diagnostic), W. Wolberg, O. Mangasarian, N. Street, W. Street (1993),
UCI Machine Learning Repository, https://doi.org/10.24432/C5DW2B, licensed CC BY 4.0
(https://creativecommons.org/licenses/by/4.0/). Changes: column names in snake case, the
diagnosis spelt out, one row per tumour in scikit-learn's order.

    pip install scikit-learn
    python notebooks/data/export_breast_cancer.py
"""

import csv
import pathlib

from sklearn.datasets import load_breast_cancer

data = load_breast_cancer()
names = [name.replace(" ", "_") for name in data.feature_names]
target = pathlib.Path(__file__).with_name("breast_cancer.csv")
with target.open("w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*names, "diagnosis"])
    for row, label in zip(data.data, data.target):
        writer.writerow([*(repr(float(value)) for value in row), data.target_names[label]])
print(f"{target.name}: {len(data.target)} rows, {len(names) + 1} columns")
