"""How long from Ctrl-C to the end of a cell: in a loop, a sort, a join and a training.

usage: interrupts.py QUERN [COUNT=30]

Sends SIGINT to the front end at a random moment of a long cell and measures until the cell is
reported as interrupted; then the next cell must run in the same session.
"""

import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

CELLS = {
    "loop": "len(for i in 1..20000: sum(for j in 1..20000: i * j % 7))",
    "sort": 'let s = wide |> sort(.total, .age)\nlet a = for i in 1..1000: count_rows(wide |> sort(.total, .calls) |> head(i))',
    "group": 'let a = for i in 1..100000: count_rows(wide |> summarise(m = median(.total), by: [.region, .age]))',
    "train": "let m = wide |> train(xgboost(rounds: 100000, max_depth: 6), target: .churn,"
             " prep: recipe(drop(.signed_up, .customer_id), onehot(categorical())))",
    "logistic": "let m = for i in 1..100000: wide |> train(logistic(), target: .churn,"
                " prep: recipe(drop(.signed_up, .customer_id, .plan), impute(numeric()),"
                " scale(numeric()), onehot([.region, .payment])))",
}


def measure(quern, name, source, seed, folder):
    """Milliseconds from the signal to the report."""
    notebook = pathlib.Path(folder, f"{name}.md")
    cells = ['let wide = generate("churn", rows: 200000, seed: 1)\ncount_rows(wide)', source, "1 + 1"]
    notebook.write_text("".join(f"```quern\n{cell}\n```\n" for cell in cells))
    environment = dict(os.environ, QUERN_HOME=f"{folder}/home")
    process = subprocess.Popen(
        [quern, "run", "--json", "--keep-going", str(notebook)], env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    json.loads(process.stdout.readline())
    time.sleep(0.3 + random.Random(seed).random() * 1.5)
    started = time.perf_counter()
    process.send_signal(signal.SIGINT)
    line = json.loads(process.stdout.readline())
    elapsed = (time.perf_counter() - started) * 1000
    process.communicate(timeout=60)
    if line["status"] != "interrupted":
        sys.exit(f"{name}: the cell ended as {line['status']}: {line}")
    return elapsed


def main():
    quern = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    with tempfile.TemporaryDirectory(prefix="quern-int-") as folder:
        for name, source in CELLS.items():
            times = sorted(measure(quern, name, source, seed, folder) for seed in range(count))
            print(f"{name:9s} p50 {times[len(times) // 2]:6.1f} ms   p99 {times[int(len(times) * 0.99)]:6.1f} ms"
                  f"   max {times[-1]:6.1f} ms   ({count} times)", flush=True)


if __name__ == "__main__":
    main()
