"""Quern beside polars and duckdb, in one run. usage: run.py QUERN [--small] [--rounds N]"""

import json
import os
import pathlib
import pty
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

ROOT = pathlib.Path(__file__).resolve().parents[1]
DATA = ROOT / ".build" / "bench-data"


def generate(rows_csv, rows_group):
    """A mixed CSV (ints, floats, strings, dates, times, bools, nulls) and db-benchmark's G1."""
    DATA.mkdir(parents=True, exist_ok=True)
    mixed = DATA / f"mixed-{rows_csv}.csv"
    group = DATA / f"g1-{rows_group}.csv"
    if not mixed.exists():
        draw = np.random.default_rng(42)
        n = rows_csv
        plans = np.array(["basic", "standard", "premium", "family", "student, half", "enterprise"])
        day = np.datetime64("2015-01-01") + draw.integers(0, 3650, n).astype("timedelta64[D]")
        seen = np.datetime64("2020-01-01T00:00:00") + draw.integers(0, 10**8, n).astype(
            "timedelta64[s]")
        labels = lambda count, form: np.array([form % (i + 1) for i in range(count)])
        table = pa.table({
            "row_id": np.arange(n),
            "customer": labels(500_000, "cust-%08d")[draw.integers(0, 500_000, n)],
            "plan": plans[draw.integers(0, 6, n)],
            "city": labels(300, "City %d")[draw.integers(0, 300, n)],
            "age": pa.array(draw.integers(18, 95, n), mask=draw.random(n) < 0.05),
            "tenure": draw.integers(0, 72, n),
            "monthly": np.round(draw.gamma(3.0, 25.0, n), 2),
            "total": pa.array(np.round(draw.gamma(2.0, 900.0, n), 2), mask=draw.random(n) < 0.03),
            "score": np.round(draw.standard_normal(n), 6),
            "joined": pa.array(day), "last_seen": pa.array(seen),
            "churn": draw.random(n) < 0.26,
        })
        pc.write_csv(table, str(mixed), pc.WriteOptions(quoting_style="needed"))
    if not group.exists():
        draw = np.random.default_rng(108)
        n, k = rows_group, 100
        labels = lambda count, form: np.array([form % (i + 1) for i in range(count)])
        table = pa.table({
            "id1": labels(k, "id%03d")[draw.integers(0, k, n)],
            "id4": draw.integers(1, k + 1, n), "id6": draw.integers(1, n // k + 1, n),
            "v1": draw.integers(1, 6, n), "v2": draw.integers(1, 16, n),
            "v3": np.round(draw.random(n) * 100, 6),
        })
        pc.write_csv(table, str(group), pc.WriteOptions(quoting_style="none"))
    return mixed, group


PEER = r'''
import json, sys, time
tool, task, path = sys.argv[1:4]
def timed(body, repeats=3):
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter(); body(); seconds.append(time.perf_counter() - started)
    print(json.dumps({"tool": tool, "task": task, "med": sorted(seconds)[len(seconds)//2], "min": min(seconds)}))
if tool == "polars":
    import polars as pl
    windows = {
        "rank": lambda x: x.rank("min").over("id6"), "lag": lambda x: x.shift(1).over("id6"),
        "rolling": lambda x: x.rolling_mean(7).over("id6"),
        "above-mean": lambda x: x - x.mean().over("id6"),
    }
    if task == "csv": timed(lambda: pl.read_csv(path, try_parse_dates=True))
    elif task in windows:
        t = pl.read_csv(path)
        timed(lambda: t.with_columns(r=windows[task](pl.col("v3"))))
    else:
        t = pl.read_csv(path)
        key, values = ("id1", ["v1"]) if task == "q1" else ("id6", ["v1", "v2", "v3"])
        timed(lambda: t.lazy().group_by(key).agg([pl.col(v).sum() for v in values]).collect())
else:
    import duckdb
    con = duckdb.connect(config={"threads": 2})
    windows = {
        "rank": "rank() over (partition by id6 order by v3)",
        "lag": "lag(v3) over (partition by id6 order by rowid)",
        "rolling": "avg(v3) over (partition by id6 order by rowid rows 6 preceding)",
        "above-mean": "v3 - avg(v3) over (partition by id6)",
    }
    if task == "csv": timed(lambda: con.execute(f"create or replace table t as from read_csv('{path}')"))
    elif task in windows:
        con.execute(f"create table x as from read_csv('{path}')")
        timed(lambda: con.execute(f"create or replace table a as select *, {windows[task]} r from x"))
    else:
        con.execute(f"create table x as from read_csv('{path}')")
        key, values = ("id1", ["v1"]) if task == "q1" else ("id6", ["v1", "v2", "v3"])
        sums = ", ".join(f"sum({v}) {v}" for v in values)
        timed(lambda: con.execute(f"create or replace table a as select {key}, {sums} from x group by {key}"))
'''


def quern_task(quern, task, path):
    result = subprocess.run([quern, "bench", task, str(path)], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"quern bench {task}: {result.stderr}")
    # duckdb may draw a progress bar first: the figures are the last line.
    return json.loads(result.stdout.strip().splitlines()[-1])


def peer_task(tool, task, path):
    environment = dict(os.environ, POLARS_MAX_THREADS="2")
    result = subprocess.run(
        [sys.executable, "-c", PEER, tool, task, str(path)], capture_output=True, text=True,
        env=environment)
    if result.returncode != 0:
        sys.exit(f"{tool} {task}: {result.stderr}")
    # duckdb may draw a progress bar first: the figures are the last line.
    return json.loads(result.stdout.strip().splitlines()[-1])


def milliseconds(command, home, count=20):
    environment = dict(os.environ, QUERN_HOME=home)
    times = []
    for _ in range(count + 2):
        started = time.perf_counter()
        subprocess.run(command, env=environment, check=True, capture_output=True)
        times.append((time.perf_counter() - started) * 1000)
    times = times[2:]
    return statistics.median(times), min(times)


def start_up(quern):
    with tempfile.TemporaryDirectory(prefix="quern-bench-") as folder:
        notebook = pathlib.Path(folder, "t20.md")
        notebook.write_text("".join(f"```quern\n{i} + 1\n```\n" for i in range(20)))
        home = f"{folder}/home"
        for name, command in [
            ("quern --version", [quern, "--version"]),
            ("quern -e '1 + 1'", [quern, "-e", "1 + 1"]),
            ("20 trivial cells, computed", [quern, "run", "--fresh", str(notebook)]),
            ("20 trivial cells, unchanged", [quern, "run", str(notebook)]),
        ]:
            median, least = milliseconds(command, home)
            print(f"{name:32s} {median:8.1f} ms   (min {least:.1f})", flush=True)


def prompt(quern):
    """From exec to a prompt on a terminal of its own, and to the value of the first cell."""
    shown, valued = [], []
    with tempfile.TemporaryDirectory(prefix="quern-bench-") as folder:
        environment = dict(os.environ, QUERN_HOME=f"{folder}/home", HOME=folder, TERM="xterm")
        for _ in range(22):
            started = time.perf_counter()
            pid, terminal = pty.fork()
            if pid == 0:
                os.execve(quern, [quern, "repl", "--fresh"], environment)
            wait_for(terminal, b"quern 1> ")
            shown.append((time.perf_counter() - started) * 1000)
            os.write(terminal, b"40 + 2\r")
            wait_for(terminal, b"quern 2> ")
            valued.append((time.perf_counter() - started) * 1000)
            os.write(terminal, b"\x04")
            os.waitpid(pid, 0)
            os.close(terminal)
    for name, times in [("prompt", shown[2:]), ("prompt, first cell", valued[2:])]:
        print(f"{name:32s} {statistics.median(times):8.1f} ms   (min {min(times):.1f})", flush=True)


def wait_for(terminal, text):
    seen = b""
    while text not in seen:
        seen += os.read(terminal, 4096)


def one_row(quern):
    """One row of 28 features through 100 trees, in Quern's process."""
    draw = np.random.default_rng(7)
    features = draw.normal(size=(20_000, 28))
    labels = features[:, :5].sum(axis=1) + draw.normal(size=20_000) > 0
    columns = {f"f{i}": features[:, i] for i in range(28)} | {"y": labels.astype(int)}
    DATA.mkdir(parents=True, exist_ok=True)
    path = DATA / "rows-28.csv"
    pc.write_csv(pa.table(columns), str(path))
    print(f"one row, 100 trees, 28 features  {quern_task(quern, 'predict-row', path)['result']}",
          flush=True)


def main():
    quern = os.path.abspath(sys.argv[1])
    small = "--small" in sys.argv
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 3
    start_up(quern)
    prompt(quern)
    one_row(quern)
    mixed, group = generate(450_000 if small else 4_500_000, 1_000_000 if small else 10_000_000)
    print(f"\n{mixed.name}: {mixed.stat().st_size / 1e6:.0f} MB, {group.name}: "
          f"{group.stat().st_size / 1e6:.0f} MB; 2 threads; median of medians, seconds (best)")
    windows = [(task, group) for task in ("rank", "lag", "rolling", "above-mean")]
    for task, path in [("csv", mixed), ("q1", group), ("q5", group), *windows]:
        results = {"quern": [], "polars": [], "duckdb": []}
        for _ in range(rounds):
            results["quern"].append(quern_task(quern, task, path))
            for tool in ("polars", "duckdb"):
                results[tool].append(peer_task(tool, task, path))
        row = "  ".join(
            f"{tool} {statistics.median(r['med'] for r in found):.3f} ({min(r['min'] for r in found):.3f})"
            for tool, found in results.items())
        print(f"{task:5s} {row}   load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()
