"""Windows against duckdb, polars and plain Python, on seeded random tables.

The tables hold nulls (in values, groups and times), ties, texts outside ASCII, and numbers at the
ends of their types. Each case gives one column, for the rows in their order.
"""

import datetime
import json
import math
import random
import statistics

import pytest

from test_tables_differential import SEEDS, TEXTS, fix, lines, plain, same

duckdb = pytest.importorskip("duckdb")
pl = pytest.importorskip("polars")

SCHEMA = {
    "id": pl.Int64, "g": pl.String, "k": pl.Int64, "h": pl.Int64, "x": pl.Float64,
    "w": pl.String, "d": pl.Date, "t": pl.Datetime("us"),
}
START = datetime.datetime(2023, 12, 30)


def table(draw, rows):
    def maybe(value, share=0.15):
        return None if draw.random() < share else value

    return [{
        "id": number,
        "g": maybe(draw.choice(TEXTS[:6])),
        "k": maybe(draw.randint(-4, 4)),
        "h": maybe(draw.choice([2**63 - 1, -2**63, 0, 1, -1, 2**53 + 1])),
        "x": maybe(draw.choice([-1.5, 0.0, 0.25, 3.0, 1e-3, 7.125, 1e15, -1e15])),
        "w": maybe(draw.choice(TEXTS)),
        "d": maybe((START + datetime.timedelta(draw.randint(0, 20))).date()),
        "t": maybe(START + datetime.timedelta(hours=draw.randint(0, 72))),
    } for number in range(rows)]


CASES = {}


def sql(name, quern, text):
    CASES[name] = (quern, text)


def python(name, quern):
    def add(function):
        CASES[name] = (quern, function)
        return function
    return add


def window(function, order="id", rows="", unless=None):
    """A window by group; null where `unless` is null."""
    text = f"{function} OVER (PARTITION BY g ORDER BY {order} {rows})"
    return f"CASE WHEN {unless} IS NULL THEN NULL ELSE {text} END" if unless else text


# Ranks.
for column in ["k", "h", "x", "w"]:
    peers = f"(PARTITION BY g, {column})"
    rank = window("rank()", f"{column} NULLS LAST", unless=column)
    sql(f"rank_{column}", f"rank(.{column})", rank)
    sql(f"rank_max_{column}", f"rank(.{column}, ties: max)", f"{rank} + count(*) OVER {peers} - 1")
    sql(f"rank_mean_{column}", f"rank(.{column}, ties: mean)",
        f"{rank} + (count(*) OVER {peers} - 1) / 2")
    sql(f"rank_dense_{column}", f"rank(.{column}, ties: dense)",
        window("dense_rank()", f"{column} NULLS LAST", unless=column))
    sql(f"rank_first_{column}", f"rank(.{column}, ties: first)",
        window("row_number()", f"{column} NULLS LAST, id", unless=column))
    sql(f"rank_desc_{column}", f"rank(desc(.{column}))",
        window("rank()", f"{column} DESC NULLS LAST", unless=column))
    sql(f"ntile_{column}", f"ntile(.{column}, 3)",
        f"CASE WHEN {column} IS NULL THEN NULL ELSE ntile(3) OVER "
        f"(PARTITION BY g, {column} IS NULL ORDER BY {column}, id) END")
sql("row_number", "row_number()", window("row_number()"))
sql("row_number_over", "row_number(over: desc(.d))",
    window("row_number()", "d DESC NULLS LAST, id"))

# Rows before and after.
for column in ["k", "h", "x", "w", "d", "t"]:
    sql(f"lag_{column}", f"lag(.{column})", window(f"lag({column})"))
    sql(f"lead_3_{column}", f"lead(.{column}, 3)", window(f"lead({column}, 3)"))
    sql(f"lag_over_{column}", f"lag(.{column}, 2, over: .d)",
        window(f"lag({column}, 2)", "d NULLS LAST, id"))
    sql(f"lead_over_desc_{column}", f"lead(.{column}, 1, over: desc(.t))",
        window(f"lead({column}, 1)", "t DESC NULLS LAST, id"))
sql("diff", "diff(.k, 2)", f"k - {window('lag(k, 2)')}")
sql("diff_over", "diff(.x, over: .d)", f"x - {window('lag(x)', 'd NULLS LAST, id')}")
sql("pct_change", "pct_change(.x)",
    f"CASE WHEN {window('lag(x)')} = 0 THEN NULL "
    f"ELSE (x - {window('lag(x)')}) / {window('lag(x)')} END")

# Cumulated.
ALL = "ROWS UNBOUNDED PRECEDING"
sql("cumsum_int", "cumsum(.k)", f"CAST({window('sum(k)', rows=ALL, unless='k')} AS BIGINT)")
sql("cumsum_over", "cumsum(.k, over: desc(.d))",
    f"CAST({window('sum(k)', 'd DESC NULLS LAST, id', ALL, 'k')} AS BIGINT)")
for column in ["k", "h", "x", "w", "d"]:
    sql(f"cummin_{column}", f"cummin(.{column})", window(f"min({column})", rows=ALL, unless=column))
    sql(f"cummax_over_{column}", f"cummax(.{column}, over: .t)",
        window(f"max({column})", "t NULLS LAST, id", ALL, column))


@python("cumprod", "cumprod(.k)")
def cumprod(rows):
    totals = {}
    result = []
    for row in rows:
        if row["k"] is None:
            result.append(None)
            continue
        totals[row["g"]] = totals.get(row["g"], 1) * row["k"]
        result.append(totals[row["g"]])
    return result


def rolling(rows, size, least, aggregate, column, over=None):
    """By number of rows, in the order of `over`."""
    result = [None] * len(rows)
    for group in {row["g"] for row in rows}:
        own = [row for row in rows if row["g"] == group]
        if over:
            own.sort(key=lambda row: (row[over] is None, row[over] or START.date()))
        for place, row in enumerate(own):
            part = [other[column] for other in own[max(0, place + 1 - size):place + 1]]
            result[row["id"]] = taken(part, least, aggregate)
    return result


def taken(part, least, aggregate):
    known = [value for value in part if value is not None]
    if aggregate == "count":
        return None if len(known) < least else len(known)
    return None if len(known) < max(1, least) else AGGREGATES[aggregate](known)


def quantile(values, share):
    values = sorted(values)
    place = share * (len(values) - 1)
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


AGGREGATES = {
    "sum": math.fsum, "mean": lambda v: math.fsum(v) / len(v), "min": min, "max": max,
    "median": lambda v: quantile(v, 0.5), "first": lambda v: v[0], "last": lambda v: v[-1],
    "nunique": lambda v: len(set(v)), "quantile": lambda v: quantile(v, 0.3),
    "std": lambda v: statistics.stdev(v) if len(v) > 1 else None,
    "var": lambda v: statistics.variance(v) if len(v) > 1 else None,
}
SIMPLE = ["sum", "mean", "min", "max", "median", "first", "last", "nunique", "count", "std", "var"]


def default(aggregate, least):
    """How many values there are is known where there are few, too."""
    return 0 if aggregate == "count" else least


def call(aggregate, column):
    return f"quantile(.{column}, 0.3)" if aggregate == "quantile" else f"{aggregate}(.{column})"


for name in SIMPLE + ["quantile"]:
    for size, least in [(3, None), (4, 1), (1, 1), (1000, 2)]:
        given = "" if least is None else f", min: {least}"
        CASES[f"rolling_{name}_{size}"] = (
            f"rolling({call(name, 'k')}, {size}{given})",
            lambda rows, name=name, size=size, least=least: rolling(
                rows, size, default(name, size) if least is None else least, name, "k"))
    CASES[f"rolling_over_{name}"] = (
        f"rolling({call(name, 'k')}, 3, min: 1, over: .d)",
        lambda rows, name=name: rolling(rows, 3, 1, name, "k", over="d"))


def by_time(rows, column, span, least, aggregate, over="d"):
    """Rows less than the span older than the current one, and all of its time."""
    result = []
    for row in rows:
        own = [other for other in rows if other["g"] == row["g"] and other[over] is not None]
        own.sort(key=lambda other: other[over])
        if row[over] is None:
            result.append("unknown")
            continue
        part = [other[column] for other in own if row[over] - span < other[over] <= row[over]]
        result.append(taken(part, least, aggregate))
    return result


DAY = datetime.timedelta(days=1)
for name in SIMPLE:
    CASES[f"rolling_days_{name}"] = (
        f"rolling({call(name, 'k')}, 4d, over: .d)",
        lambda rows, name=name: by_time(rows, "k", 4 * DAY, default(name, 1), name))
    CASES[f"rolling_hours_{name}"] = (
        f"rolling({call(name, 'k')}, 12h, over: .t, min: 2)",
        lambda rows, name=name: by_time(rows, "k", DAY / 2, 2, name, over="t"))


def at_time(rows, column, span, tolerance, sign, over="d"):
    """The value at that time; within the tolerance the nearest beyond; of several the last."""
    result = []
    for row in rows:
        if row[over] is None:
            result.append("unknown")
            continue
        wanted = row[over] + sign * span
        found = [
            other for other in rows if other["g"] == row["g"] and other[over] is not None
            and datetime.timedelta(0) <= sign * (other[over] - wanted) <= tolerance]
        if not found:
            result.append(None)
            continue
        nearest = min(abs(other[over] - wanted) for other in found)
        result.append(
            [other for other in found if abs(other[over] - wanted) == nearest][-1][column])
    return result


for column in ["k", "x", "w"]:
    CASES[f"lag_days_{column}"] = (
        f"lag(.{column}, 2d, over: .d)",
        lambda rows, column=column: at_time(rows, column, 2 * DAY, 0 * DAY, -1))
    CASES[f"lead_hours_{column}"] = (
        f"lead(.{column}, 6h, over: .t)",
        lambda rows, column=column: at_time(rows, column, DAY / 4, 0 * DAY, 1, over="t"))
    CASES[f"lag_tolerance_{column}"] = (
        f"lag(.{column}, 3d, over: .d, tolerance: 2d)",
        lambda rows, column=column: at_time(rows, column, 3 * DAY, 2 * DAY, -1))


# polars: whole columns, without groups.
POLARS = {
    "pl_rolling_sum": ("rolling(sum(.k), 5)", pl.col("k").rolling_sum(5)),
    "pl_rolling_mean": ("rolling(mean(.k), 5, min: 2)",
                        pl.col("k").rolling_mean(5, min_samples=2)),
    "pl_rolling_std": ("rolling(std(.k), 6, min: 2)", pl.col("k").rolling_std(6, min_samples=2)),
    "pl_rolling_median": ("rolling(median(.k), 4, min: 1)",
                          pl.col("k").rolling_median(4, min_samples=1)),
    "pl_rolling_max": ("rolling(max(.h), 3, min: 1)", pl.col("h").rolling_max(3, min_samples=1)),
    "pl_shift": ("lead(.w, 2)", pl.col("w").shift(-2)),
    "pl_diff": ("diff(.k)", pl.col("k").diff()),
    "pl_cummax": ("cummax(.h)", pl.col("h").cum_max()),
    "pl_cumsum": ("cumsum(.k)", pl.col("k").cum_sum()),
    "pl_rank": ("rank(.x, ties: mean)", pl.col("x").rank("average")),
}


@pytest.fixture(scope="module", params=SEEDS)
def results(request, tmp_path_factory):
    import conftest
    home = conftest.Home(tmp_path_factory.mktemp("q"))
    draw = random.Random(request.param)
    rows = table(draw, draw.randint(60, 160))
    home.write("l.jsonl", lines(rows))
    cells = ['let l = read("l.jsonl", types: {d: date, t: datetime})']
    cells += [f'write(l |> derive(v = {quern}, by: .g) |> select(.id, .v), "{name}.jsonl")'
              for name, (quern, _) in CASES.items()]
    cells += [f'write(l |> derive(v = {quern}) |> select(.id, .v), "{name}.jsonl")'
              for name, (quern, _) in POLARS.items()]
    cells += ['write(l |> filter(.id < 0) |> derive(v = rolling(mean(.k), 3), v2 = rank(.x), '
              'v3 = lag(.k, 1d, over: .d), by: .g), "empty.jsonl")']
    home.notebook("all.md", *cells)
    result = home.run("run", "all.md", "--json", "--keep-going", timeout=300)
    home.run("sessions", "delete", "--all")
    frame = pl.DataFrame(rows, schema=SCHEMA)
    database = duckdb.connect()
    database.register("l", frame)
    return home, result, rows, frame, database


def found(results, name):
    home, result, rows, _, _ = results
    path = home.folder / f"{name}.jsonl"
    assert path.exists(), result.stdout[-3000:] + result.stderr[-2000:]
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    return [row["v"] for row in found]


def check(rows, values, wanted):
    assert len(values) == len(wanted)
    for row, value, expected in zip(rows, values, wanted):
        if expected == "unknown":
            continue
        value, expected = fix(value), fix(plain(expected))
        if isinstance(value, float) and isinstance(expected, int):
            expected = float(expected)
        if isinstance(value, int) and isinstance(expected, float):
            value = float(value)
        close = isinstance(value, float) and isinstance(expected, float) and math.isclose(
            value, expected, rel_tol=1e-9, abs_tol=1e-9)
        assert close or same(value, expected), (row, value, expected)


@pytest.mark.parametrize("name", list(CASES))
def test_a_window_gives_what_others_give(results, name):
    _, _, rows, _, database = results
    expected = CASES[name][1]
    if isinstance(expected, str):
        wanted = [r[0] for r in database.sql(f"SELECT {expected} FROM l ORDER BY id").fetchall()]
    else:
        wanted = expected(rows)
    check(rows, found(results, name), wanted)


@pytest.mark.parametrize("name", list(POLARS))
def test_a_window_over_all_gives_what_polars_gives(results, name):
    _, _, rows, frame, _ = results
    check(rows, found(results, name), frame.select(v=POLARS[name][1])["v"].to_list())


def test_no_rows_give_no_rows(results):
    assert (results[0].folder / "empty.jsonl").read_text() == ""
