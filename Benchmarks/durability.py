"""What durability costs: journal per cell, reopening, waking, memory.

usage: durability.py QUERN [GIGABYTES=1.0] [FOLDER]

Prints medians: what a trivial cell takes from its submission to its end (and to power-safe), what a
table of the given size takes to keep, what the session takes from its start until its first cell has
run, as a new process and as it wakes, and what it holds in memory while idle and while it hibernates.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time


def memory(home):
    """Resident bytes of the session's processes: (all, private)."""
    total = private = 0
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if f"QUERN_HOME={home}".encode() not in (entry / "environ").read_bytes().split(b"\0"):
                continue
            line = (entry / "cmdline").read_bytes()
            if b"__worker" not in line and b"__shim" not in line and b"__fit" not in line:
                continue
            for row in (entry / "smaps_rollup").read_text().splitlines():
                if row.startswith("Pss:"):
                    total += int(row.split()[1]) * 1024
                if row.startswith(("Private_Dirty:", "Private_Clean:")):
                    private += int(row.split()[1]) * 1024
        except OSError:
            continue
    return total, private


def table(path, rows, seed):
    with open(path, "w", encoding="ascii") as file:
        file.write("a,b,c,d,e\n")
        for start in range(0, rows, 100_000):
            file.write("".join(
                f"{i},{i * 7919 % 1000003},{i % 977}.5,{i * 31 % 65537},{(i + seed) % 13}\n"
                for i in range(start, min(rows, start + 100_000))))


def run(quern, environment, *arguments, text=None):
    started = time.monotonic()
    result = subprocess.run([quern, *arguments], env=environment, text=True, capture_output=True,
                            **({"input": text} if text is not None else {"stdin": subprocess.DEVNULL}))
    if result.returncode != 0:
        sys.exit(f"{arguments}: {result.stdout[-500:]}{result.stderr[-500:]}")
    return time.monotonic() - started, result.stdout


def report(what, measure, count=7):
    times = sorted(measure() for _ in range(count))
    print(f"{what}: {times[count // 2] * 1e3:.0f} ms ({count} times, median; "
          f"{times[0] * 1e3:.0f} to {times[-1] * 1e3:.0f})")


def seconds(output):
    return [json.loads(line)["seconds"] for line in output.splitlines()
            if line.startswith("{") and json.loads(line).get("event") == "cell"]


def main():
    quern = os.path.abspath(sys.argv[1])
    size = float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
    parent = sys.argv[3] if len(sys.argv) > 3 else None
    with tempfile.TemporaryDirectory(prefix="quern-durable-", dir=parent) as base:
        base = pathlib.Path(base)
        home = base / "home"
        environment = dict(os.environ, QUERN_HOME=str(home), XDG_RUNTIME_DIR=str(base))

        def notebook(name, *cells):
            (base / name).write_text("\n".join(f"```quern\n{cell}\n```\n" for cell in cells))
            return str(base / name)

        trivial = notebook("trivial.md", *(f"let x{n} = {n}" for n in range(300)))
        wall, output = run(quern, environment, "run", "--json", "--fresh", trivial)
        cells = sorted(seconds(output))
        print(f"300 trivial cells: {wall * 1e3:.0f} ms; a cell's own time p50 "
              f"{statistics.median(cells) * 1e3:.2f} ms, p99 {cells[-3] * 1e3:.2f} ms; "
              f"from front end to front end {wall / 300 * 1e3:.2f} ms")

        # Files up to 64 MiB are kept in the store as columns; larger ones stay outside.
        count = max(1, round(size * 1e9 / 80e6))
        parts = [base / f"part{n}.csv" for n in range(count)]
        for number, path in enumerate(parts):
            table(path, 2_000_000, number)
        made = base / "big.csv"
        table(made, int(size * 12e6), 99)
        big = notebook(
            "big.md", *(f'let t{n} = read("{path}")' for n, path in enumerate(parts)),
            f'let outside = read("{made}")', "let sorted = t0 |> sort(.b, .d)",
            "(sorted |> filter(.e == 3) |> count_rows()) + (sorted |> filter(.e == 4) |> count_rows())")
        wall, output = run(quern, environment, "run", "--json", big, "--session", "big")
        stored = sum(path.stat().st_size for path in (home / "tables").rglob("*.qtable"))
        print(f"a session with {stored / 1e9:.2f} GB of tables in the store: made in {wall:.1f} s, "
              f"cells {', '.join(f'{s:.2f}' for s in seconds(output))} s")
        for cell in ("t0.a |> len()", "outside |> head(1)", "sorted |> head(1)"):
            report(f"reopened until `{cell}` has run and the front end has ended",
                   lambda: run(quern, environment, "repl", "--session", "big",
                               text=cell + "\n")[0])
        report("`quern run --session` once more, all cells unchanged",
               lambda: run(quern, environment, "run", big, "--session", "big")[0])
        kept = sum(path.stat().st_size for path in (home / "tables").rglob("*.qtable"))
        print(f"tables in the store after that: {kept - stored} bytes more")

        prompt = subprocess.Popen(
            [quern, "repl", "--session", "big"], env=environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, bufsize=1)

        def ask(text, answer):
            started = time.monotonic()
            # The empty line says that the cell does not go on in the next one.
            prompt.stdin.write(text + "\n\n")
            prompt.stdin.flush()
            while answer not in (line := prompt.stdout.readline()):
                if not line:
                    sys.exit(f"the prompt ended before it answered `{text}`")
            return time.monotonic() - started

        ask("1000 + 1", "1001")
        time.sleep(1)
        total, private = memory(home)
        print(f"idle with a prompt: {total / 2**20:.1f} MiB (shared pages counted in part), "
              f"{private / 2**20:.1f} MiB of its own")
        run(quern, environment, "sessions", "hibernate", "big")
        time.sleep(0.3)
        print(f"hibernated: {memory(home)[0]} bytes")
        print(f"woken by the next cell, which has run after {ask('2000 + 2', '2002') * 1e3:.0f} ms")
        prompt.stdin.close()
        prompt.wait()


if __name__ == "__main__":
    main()
