"""Every verb of tables against polars, on seeded random tables.

The tables hold nulls, ties, empty groups, texts outside ASCII, and numbers at the ends of their
types. Quern reads them from JSON lines and writes each result as JSON lines.
"""

import bisect
import datetime
import json
import math
import random

import pytest

pl = pytest.importorskip("polars")

SEEDS = [1, 2, 3]
TEXTS = ["a", "A", "b ", " b", "ß", "é", "e\u0301", "日本", "😀", "", "null", "line\nbreak", 'q"uote']
SCHEMA = {
    "id": pl.Int64, "g": pl.String, "k": pl.Int64, "h": pl.Int64, "x": pl.Float64,
    "e": pl.Float64, "b": pl.Boolean, "d": pl.Date,
}


def table(random, rows, first=0):
    def maybe(value, share=0.15):
        return None if random.random() < share else value

    def row(number):
        return {
            "id": first + number,
            "g": maybe(random.choice(TEXTS)),
            "k": maybe(random.randint(-4, 4)),
            "h": maybe(random.choice([2**63 - 1, -2**63, 0, 1, -1, 2**53 + 1, 2**53])),
            "x": maybe(random.choice([-1.5, 0.0, -0.0, 0.25, 3.0, 1e-3, 7.125])),
            "e": maybe(random.choice([1.7e308, -1.7e308, 5e-324, 0.1, 1 / 3, 1e16])),
            "b": maybe(random.random() < 0.5),
            "d": maybe(datetime.date(1969, 12, 20) + datetime.timedelta(random.randint(0, 30))),
        }

    return [row(number) for number in range(rows)]


def plain(value):
    return value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else value


def lines(rows):
    text = ""
    for number, row in enumerate(rows):
        values = {name: plain(value) for name, value in row.items()}
        text += json.dumps(values, ensure_ascii=number % 2 == 0) + "\n"
    return text


def same(a, b):
    if isinstance(a, float) or isinstance(b, float):
        if a is None or b is None:
            return a is b
        return a == b or math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-300)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    return type(a) is type(b) and a == b


def key(row):
    return json.dumps([[v is None, str(v)] for v in row.values()])


CASES = {}


def case(expression, ordered=True):
    def add(expected):
        CASES[expected.__name__] = (expression, expected, ordered)
        return expected
    return add


@case("l |> filter(.x > 0 and .k != 2)")
def filter_rows(l, r):
    return l.filter((pl.col("x") > 0) & (pl.col("k") != 2))


@case('l |> filter(.g is null or .g in ["a", "ß"] or .k in -1..1)')
def filter_members(l, r):
    return l.filter(
        pl.col("g").is_null() | pl.col("g").is_in(["a", "ß"]) | pl.col("k").is_between(-1, 1))


@case("l |> filter(.x > mean(.x), by: .g)")
def filter_by_group(l, r):
    return l.filter(pl.col("x") > pl.col("x").mean().over("g"))


@case("l |> derive(q = .k // 3, m = .k % 3, w = .x * 2 + .k, n = .x ?? -1.0, up = upper(.g))")
def derive_columns(l, r):
    return l.with_columns(
        q=pl.col("k") // 3, m=pl.col("k") % 3, w=pl.col("x") * 2 + pl.col("k"),
        n=pl.col("x").fill_null(-1.0), up=pl.col("g").str.to_uppercase())


@case("l |> derive(share = .k - max(.k), n = count(), by: .g) |> update(k = .k + 1)")
def derive_by_group(l, r):
    return l.with_columns(
        share=pl.col("k") - pl.col("k").max().over("g"), n=pl.len().cast(pl.Int64).over("g"),
    ).with_columns(k=pl.col("k") + 1)


@case("l |> select(.d, .id) |> rename(day = .d)")
def select_and_rename(l, r):
    return l.select("d", "id").rename({"d": "day"})


@case("l |> drop(numeric()) |> head(17) |> tail(5)")
def drop_head_tail(l, r):
    return l.select("g", "b", "d", "l", "s").head(17).tail(5)


@case("l |> sort(.g, .x, descending: [false, true])")
def sort_rows(l, r):
    return l.sort("g", "x", descending=[False, True], nulls_last=True, maintain_order=True)


@case("l |> sort(.h, .e, .b, .d)")
def sort_extremes(l, r):
    return l.sort("h", "e", "b", "d", nulls_last=True, maintain_order=True)


@case("l |> distinct(.g, .k)")
def distinct_first(l, r):
    return l.unique(["g", "k"], keep="first", maintain_order=True)


@case("l |> distinct(.g, .h, keep: last)")
def distinct_last(l, r):
    return l.unique(["g", "h"], keep="last", maintain_order=True)


@case("l |> distinct(.e, .g, keep: none)")
def distinct_none(l, r):
    return l.unique(["e", "g"], keep="none", maintain_order=True)


@case("l |> dropnull(.g, .x) "
      "|> append(l |> filter(.g is null) |> select(.s, .b, .d, .e, .id, .g, .k, .h, .x, .l))")
def dropnull_append(l, r):
    return pl.concat([l.drop_nulls(["g", "x"]), l.filter(pl.col("g").is_null())])


@case('l |> fill(g = "?", k = 0, x = 0.5)')
def fill_values(l, r):
    return l.with_columns(
        pl.col("g").fill_null("?"), pl.col("k").fill_null(0), pl.col("x").fill_null(0.5))


AGGREGATES = (
    "n = count(), c = count(.x), s = sum(.x), m = mean(.x), med = median(.x), lo = min(.h), "
    "hi = max(.e), sd = std(.x), v = var(.x), f = first(.k), z = last(.k), u = nunique(.k), "
    "q = quantile(.x, 0.3), first_day = min(.d), top = max(.g)")


def aggregates():
    x, k = pl.col("x"), pl.col("k")
    return dict(
        n=pl.len().cast(pl.Int64), c=x.count().cast(pl.Int64), s=x.sum(), m=x.mean(),
        med=x.median(), lo=pl.col("h").min(), hi=pl.col("e").max(), sd=x.std(), v=x.var(),
        f=k.drop_nulls().first(), z=k.drop_nulls().last(),
        u=k.drop_nulls().n_unique().cast(pl.Int64), q=x.quantile(0.3, interpolation="linear"),
        first_day=pl.col("d").min(), top=pl.col("g").max())


@case(f"l |> summarise({AGGREGATES}, by: [.g, .b])")
def summarise_groups(l, r):
    return l.group_by("g", "b", maintain_order=True).agg(**aggregates())


@case(f"l |> summarise({AGGREGATES})")
def summarise_all(l, r):
    return l.select(**aggregates())


@case("l |> filter(.id < 0) |> summarise(n = count(), s = sum(.k), m = mean(.x), by: .g)")
def summarise_nothing(l, r):
    return l.head(0).group_by("g").agg(n=pl.len(), s=pl.col("k").sum(), m=pl.col("x").mean())


@case('l |> join(r |> select(.g, .k, .e), on: [.g, .k], suffix: "_r")')
def join_left(l, r):
    return l.join(
        r.select("g", "k", "e"), on=["g", "k"], how="left", suffix="_r", maintain_order="left_right")


@case('l |> select(.id, .h) |> join(r |> select(.h, .g), on: .h, kind: inner)')
def join_inner(l, r):
    return l.select("id", "h").join(
        r.select("h", "g"), on="h", how="inner", maintain_order="left_right")


@case("l |> select(.id, .g) |> join(r |> select(.g, .x), on: .g, kind: full)", ordered=False)
def join_full(l, r):
    return l.select("id", "g").join(r.select("g", "x"), on="g", how="full", coalesce=True)


@case("l |> select(.id, .d) |> join(r |> select(.d, .x), on: .d, kind: right)", ordered=False)
def join_right(l, r):
    joined = l.select("id", "d").join(r.select("d", "x"), on="d", how="right")
    return joined.select("id", "d", "x")


@case("l |> join(r, on: {e: .e}, kind: semi)")
def join_semi(l, r):
    return l.join(r, on="e", how="semi", maintain_order="left")


@case("l |> join(r, on: [.g, .b], kind: anti)")
def join_anti(l, r):
    return l.join(r, on=["g", "b"], how="anti", maintain_order="left")


def asof(l, r, strategy, tolerance=None):
    left = l.select("id", "b", "d").filter(pl.col("d").is_not_null()).sort("d", maintain_order=True)
    right = r.select("b", "d", "k").filter(pl.col("d").is_not_null())
    right = right.sort("d", maintain_order=True)
    left, right = left.filter(pl.col("b").is_not_null()), right.filter(pl.col("b").is_not_null())
    found = left.join_asof(right, on="d", by="b", strategy=strategy, tolerance=tolerance)
    return l.select("id", "b", "d").join(
        found.select("id", "k"), on="id", how="left", maintain_order="left")


@case("l |> select(.id, .b, .d) |> asof_join(r |> select(.b, .d, .k), on: .d, by: .b)")
def asof_backward(l, r):
    return asof(l, r, "backward")


@case("l |> select(.id, .b, .d) |> asof_join(r |> select(.b, .d, .k), on: .d, by: .b, "
      "direction: forward, tolerance: 2d)")
def asof_forward(l, r):
    return asof(l, r, "forward", "2d")


@case("l |> select(.k, .b, .x) |> pivot(names: .b, values: sum(.x), by: .k)")
def pivot_sums(l, r):
    sums = l.group_by("k", "b", maintain_order=True).agg(pl.col("x").sum())
    return sums.pivot(on="b", index="k", values="x", maintain_order=True)


@case("l |> select(.id, .x, .e) |> unpivot(.x, .e)")
def unpivot_columns(l, r):
    return l.select("id", "x", "e").with_row_index("row").unpivot(
        ["x", "e"], index=["row", "id"], variable_name="name").sort(
        "row", maintain_order=True).drop("row")


@case("l |> select(.id, .l) |> explode(.l)")
def explode_lists(l, r):
    return l.select("id", "l").explode("l", empty_as_null=True, keep_nulls=True)


@case("l |> select(.id, .s) |> unnest(.s) |> derive(n = .p + 1)")
def unnest_structs(l, r):
    return l.select("id", "s").unnest("s").with_columns(n=pl.col("p") + 1)


@case("l |> update(across([.x, .e], c => clip(c, 0, 1))) |> select(.id, .x, .e)")
def across_clip(l, r):
    return l.select("id", pl.col("x").clip(0, 1), pl.col("e").clip(0, 1))


@case("l |> derive(c = cut(.x, [0, 1])) |> select(.id, .c)")
def cut_breaks(l, r):
    labels = ["(-inf, 0]", "(0, 1]", "(1, inf)"]
    classes = [None if x is None else labels[bisect.bisect_left([0, 1], x)] for x in l["x"]]
    return l.select("id").with_columns(c=pl.Series(classes, dtype=pl.String))


@case("l |> lump(.g, n: 3) |> select(.id, .g)")
def lump_labels(l, r):
    counts = l.drop_nulls("g").group_by("g").len().rows()
    kept = [g for g, _ in sorted(counts, key=lambda c: (-c[1], c[0].encode()))[:3]]
    return l.select("id", g=pl.when(pl.col("g").is_null() | pl.col("g").is_in(kept))
                    .then("g").otherwise(pl.lit("other")))


@pytest.fixture(scope="module", params=SEEDS)
def results(request, tmp_path_factory):
    """What Quern makes of every case, in one run for a seed."""
    import conftest
    home = conftest.Home(tmp_path_factory.mktemp("q"))
    draw = random.Random(request.param)
    left, right = table(draw, draw.randint(40, 120)), table(draw, draw.randint(20, 60), 1000)
    for row in left:
        count = draw.choice([0, 1, 3])
        row["l"] = None if draw.random() < 0.2 else [draw.choice([None, 1, 2]) for _ in range(count)]
        row["s"] = None if draw.random() < 0.2 else {
            "p": draw.choice([None, 5, 6]), "t": draw.choice([None, "ü", "v"])}
    home.write("l.jsonl", lines(left))
    home.write("r.jsonl", lines(right))
    cells = ['let l = read("l.jsonl")\nlet r = read("r.jsonl")']
    cells += [f'write({expression}, "{name}.jsonl")' for name, (expression, _, _) in CASES.items()]
    home.notebook("all.md", *cells)
    result = home.run("run", "all.md", "--json", "--keep-going", timeout=300)
    home.run("sessions", "delete", "--all")
    extra = {"l": pl.List(pl.Int64), "s": pl.Struct({"p": pl.Int64, "t": pl.String})}
    l = pl.DataFrame(left, schema={**SCHEMA, **extra})
    return home, result, l, pl.DataFrame(right, schema=SCHEMA)


@pytest.mark.parametrize("name", list(CASES))
def test_a_verb_gives_what_polars_gives(results, name):
    home, result, l, r = results
    path = home.folder / f"{name}.jsonl"
    assert path.exists(), result.stdout[-3000:] + result.stderr[-2000:]
    _, expected, ordered = CASES[name]
    frame = expected(l, r)
    wanted = [{c: plain(v) for c, v in row.items()} for row in frame.rows(named=True)]
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if found:
        assert list(found[0]) == [plain(name) for name in frame.columns]
    assert len(found) == len(wanted)
    if not ordered:
        found, wanted = sorted(found, key=key), sorted(wanted, key=key)
    for number, (a, b) in enumerate(zip(found, wanted)):
        for column in b:
            assert same(fix(a[column]), fix(b[column])), (number, column, a, b)


def fix(value):
    """Structs and lists as plain values; -0.0 as 0.0, which equals it."""
    if isinstance(value, dict):
        return [fix(v) for v in value.values()]
    if isinstance(value, list):
        return [fix(v) for v in value]
    return value + 0.0 if isinstance(value, float) else value
