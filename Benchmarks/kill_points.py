"""Kills Quern's processes at seeded random points of notebooks and looks at what is left.

usage: kill_points.py QUERN NOTEBOOK [COUNT=200] [SEED=1] [ROLE]
       kill_points.py QUERN --all [COUNT=1000] [--seed SEED] [--jobs JOBS] [--keep FOLDER]
       kill_points.py QUERN [NOTEBOOK] --every-boundary [--jobs JOBS] [--keep FOLDER]

Each point runs the notebook in a home of its own and sends SIGKILL to one of its processes: the
worker, its shim, the fit helper, the front end, the control plane, the data plane or a replica.
Half of the points lie at a random time; half at a boundary of the journal: as soon as its n-th
event is there. The run is then taken up with --resume. What must hold:

- outputs, blobs, lock and the digest of every value are those of a run that nothing disturbed;
- a run whose control plane was killed ends well by itself;
- a cell that had finished (its line was shown) is not computed a second time;
- an endpoint that was in service answers on, while the control plane is dead and after.

Prints one line for a point that failed, with what repeats it, and the counts at the end; exit
status 1 if a point failed. `--all` spreads the points over the notebooks of this repository, the
shorter ones having more, and prints the counts by notebook, role and kind of moment; points that
came too late, when the process was gone, are tried and shown, and another is drawn for each.
`--every-boundary` kills worker and front end at each event of each journal. `--keep` keeps the
folders of points that failed.
"""

import argparse
import collections
import concurrent.futures
import difflib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

# How a role is known by its command line; how often it is drawn.
ROLES = {
    "worker": (" __worker ", 8), "front end": (None, 4), "control plane": (" serve", 3),
    "shim": (" __shim ", 1), "fit helper": (" __fit", 2), "data plane": (" route", 1),
    "replica": (" __replica ", 1),
}
# Started by a cell on its way: their points lie from there on.
LATE = {"control plane", "fit helper", "data plane", "replica"}
# A replica of these notebooks serves no longer than it takes to ask it once.
LATE_SECONDS = {"replica": 0.03}


def processes(home):
    """Processes of one home: pid -> command line."""
    found = {}
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            environment = (entry / "environ").read_bytes()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if f"QUERN_HOME={home}".encode() in environment.split(b"\0"):
            found[int(entry.name)] = command
    return found


def role_of(role, command):
    """Whether a process with this command line has the role."""
    mark = ROLES[role][0]
    return mark is not None and mark in command + " " and (
        "__" not in mark or command.split()[1:2] == [mark.strip()])


def victim(role, home, front_end):
    if ROLES[role][0] is None:
        return front_end
    return next((pid for pid, command in processes(home).items() if role_of(role, command)), None)


def event_count(home):
    """Events in the journals of a home."""
    count = 0
    for segment in home.glob("sessions/*/journal/journal-*"):
        data = segment.read_bytes()
        offset = 16
        while len(data) - offset >= 16:
            length = int.from_bytes(data[offset:offset + 4], "little")
            offset += 16 + length
            count += offset <= len(data)
    return count


def values(home):
    """Names of the sessions of a home: name -> type and digest."""
    found = {}
    for snapshot in home.glob("sessions/*/journal/snapshot.json"):
        state = json.loads(snapshot.read_text().rsplit("\ncrc32c ", 1)[0])
        for name in state["names"]:
            found[name["name"]] = (name["type"], name["digest"])
    return found


class Run:
    """One `quern run`. It writes to files: a pipe that nobody reads would hold it up."""

    def __init__(self, quern, notebook, home, *flags):
        self.base = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=home.parent))
        environment = dict(os.environ, QUERN_HOME=str(home))
        with open(self.base / "out", "wb") as out, open(self.base / "err", "wb") as err:
            self.process = subprocess.Popen(
                [quern, "run", "--json", *flags, str(notebook)],
                env=environment, stdout=out, stderr=err)
        self.pid = self.process.pid

    def ends(self, timeout):
        """Whether it ended in time; it is killed when it did not."""
        try:
            self.process.wait(timeout)
            return True
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False

    @property
    def output(self):
        return (self.base / "out").read_text(errors="replace")

    @property
    def error(self):
        return (self.base / "err").read_text(errors="replace")


def cells(output):
    """Cell -> status, from the JSON lines; the last line of a killed front end may be cut."""
    found = {}
    for line in output.splitlines():
        try:
            event = json.loads(line)
        except json.JSONDecodeError:
            continue
        if event.get("event") == "cell":
            found[event["id"]] = event["status"]
    return found


def folder(base, notebook):
    copy = base / "work"
    shutil.copytree(notebook.parent, copy, ignore=shutil.ignore_patterns("*.out"))
    return copy / notebook.name


def record(notebook, home):
    """All that a run leaves: saved files by name, and the digests of values."""
    left = {"names": values(home)}
    out = notebook.with_suffix(".out")
    for path in sorted(out.rglob("*")):
        if path.is_file() and path.name != "runs.jsonl":
            # The lock names files by where they are.
            left[str(path.relative_to(out))] = path.read_bytes().replace(
                str(notebook.parent).encode(), b"FOLDER")
    return left


def differences(left, expected):
    """What is not the same, and of texts the first lines that are not."""
    found = []
    for key in sorted(left.keys() | expected.keys()):
        ours, theirs = left.get(key), expected.get(key)
        if ours == theirs:
            continue
        found.append(key)
        if isinstance(ours, bytes) and isinstance(theirs, bytes):
            lines = difflib.unified_diff(
                *(text.decode(errors="replace").splitlines() for text in (theirs, ours)),
                lineterm="", n=0)
            found += ["\n    " + line[:160] for line in list(lines)[2:10]]
        elif isinstance(ours, dict) and isinstance(theirs, dict):
            found += [f"{name}: {theirs.get(name)} became {ours.get(name)}"
                      for name in sorted(ours.keys() | theirs.keys())
                      if ours.get(name) != theirs.get(name)]
        else:
            found.append("missing" if ours is None else "too much")
    return found


def stop_platform(quern, home):
    subprocess.run([quern, "platform", "down"], env=dict(os.environ, QUERN_HOME=str(home)),
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30)
    for pid in processes(home):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def whole_run(quern, notebook):
    """An undisturbed run: its outputs and its seconds."""
    with tempfile.TemporaryDirectory(prefix="quern-kill-") as base:
        base = pathlib.Path(base)
        copy = folder(base, notebook)
        started = time.monotonic()
        whole = Run(quern, copy, base / "home")
        roles = {"front end"}
        while whole.process.poll() is None and time.monotonic() - started < 300:
            for command in processes(base / "home").values():
                roles |= {role for role in ROLES if role_of(role, command)}
            time.sleep(0.01)
        ended = whole.ends(1)
        seconds = time.monotonic() - started
        stop_platform(quern, base / "home")
        if not ended or whole.process.returncode != 0:
            sys.exit(f"the notebook fails without any kill:\n{whole.output}\n{whole.error}")
        return (record(copy, base / "home"), seconds, list(cells(whole.output)),
                event_count(base / "home"), roles)


def wait_for_moment(draw, role, home, first, seconds, events, boundary=None):
    """Until the point of this kill; its name."""
    if role in LATE:
        while victim(role, home, first.pid) is None and first.process.poll() is None:
            time.sleep(0.002)
        time.sleep(draw.random() * LATE_SECONDS.get(role, 0.4))
        return "later"
    if boundary is None and draw.random() < 0.5:
        time.sleep(draw.random() * seconds)
        return "time"
    boundary = boundary or draw.randint(1, events)
    while event_count(home) < boundary and first.process.poll() is None:
        time.sleep(0.0003)
    return "boundary"


class Whole:
    """What an undisturbed run of a notebook leaves, and how long it takes."""

    def __init__(self, quern, notebook):
        self.notebook = notebook
        (self.expected, self.seconds, self.cells, self.events,
         self.roles) = whole_run(quern, notebook)

    @property
    def line(self):
        return (f"{self.notebook.name}: {len(self.cells)} cells, {self.events} events in "
                f"{self.seconds:.2f} s undisturbed")


# A point that was tried: `problem` is None where all holds.
Outcome = collections.namedtuple("Outcome", "notebook seed role moment problem")


def point(quern, whole, seed, only=None, boundary=None, keep=None):
    draw = random.Random(seed)
    roles = [role for role, (_, weight) in ROLES.items() if role in whole.roles
             for _ in range(weight)]
    role = only or draw.choice(roles)
    base = pathlib.Path(tempfile.mkdtemp(prefix="quern-kill-"))
    home = base / "home"
    problem = moment = None
    try:
        moment, problem = attempt(quern, whole, draw, role, boundary, base)
    finally:
        stop_platform(quern, home)
        if problem and keep:
            shutil.move(base, pathlib.Path(keep) / f"{whole.notebook.stem}-{seed}")
        else:
            shutil.rmtree(base, ignore_errors=True)
    return Outcome(whole.notebook.stem, seed, role, moment, problem)


def attempt(quern, whole, draw, role, boundary, base):
    """One point: the kind of its moment, and what is wrong; nil where all holds."""
    home = base / "home"
    copy = folder(base, whole.notebook)
    first = Run(quern, copy, home)
    moment = wait_for_moment(
        draw, role, home, first, whole.seconds, whole.events, boundary)
    pid = victim(role, home, first.pid)
    if pid is not None:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pid = None
    if pid is None:
        moment = "not running"
    if not first.ends(120):
        return moment, f"the front end hangs: {first.error} {first.output[-600:]}"
    status = first.process.returncode
    if status != 0 and role in ("control plane", "data plane", "replica", "shim"):
        return moment, f"the run ends with {status}: {first.error}"
    done = {cell for cell, status in cells(first.output).items() if status in ("ok", "cached")}
    again = Run(quern, copy, home, "--resume")
    if not again.ends(120):
        return moment, f"the resumed run hangs: {again.error} {again.output[-600:]}"
    if again.process.returncode != 0:
        return moment, (f"the resumed run ends with {again.process.returncode}: "
                        f"{again.error} {again.output[-600:]}")
    statuses = cells(again.output)
    repeated = sorted(cell for cell in done if statuses.get(cell) not in ("cached", None))
    if repeated:
        return moment, f"computed twice: {', '.join(repeated)}"
    other = differences(record(copy, home), whole.expected)
    if other:
        return moment, f"other than after an undisturbed run: {', '.join(other)}"
    return moment, None


def shares(wholes, count):
    """Points by notebook: as many as its runs are short, and a few at least."""
    weights = [1 / max(whole.seconds, 0.4) for whole in wholes]
    least = max(1, count // 100)
    counts = [max(least, int(count * weight / sum(weights))) for weight in weights]
    counts[weights.index(max(weights))] += count - sum(counts)
    return counts


def table(outcomes):
    """Counts by notebook, role and kind of moment."""
    counts = collections.defaultdict(lambda: [0, 0])
    for outcome in outcomes:
        for key in ((outcome.notebook, outcome.role, outcome.moment),
                    (outcome.notebook, "all", ""), ("all", outcome.role, ""), ("all", "", "")):
            counts[key][bool(outcome.problem)] += 1
    rows = [("notebook", "killed", "moment", "good", "bad")]
    order = sorted(counts, key=lambda key: (key[0] == "all", key[0], key[1] in ("all", ""), key))
    rows += [(*key, *map(str, counts[key])) for key in order]
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    return "\n".join(
        "  ".join(text.ljust(width) if place < 3 else text.rjust(width)
                  for place, (text, width) in enumerate(zip(row, widths))).rstrip()
        for row in rows)


def run_points(quern, plan, jobs, keep, again=None):
    """Tries all points of the plan, some at a time, and tells of those that fail.

    `again` gives another point for one that came too late, or None.
    """
    outcomes, missed = [], 0
    if keep:
        os.makedirs(keep, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(point, quern, *one, keep=keep): one for one in plan}
        while waiting:
            done, _ = concurrent.futures.wait(
                waiting, return_when=concurrent.futures.FIRST_COMPLETED)
            for one in done:
                tried, outcome = waiting.pop(one), one.result()
                outcomes.append(outcome)
                if outcome.problem:
                    print(f"{outcome.notebook} 1 {outcome.seed}: {outcome.role} "
                          f"({outcome.moment}): {outcome.problem}", flush=True)
                if outcome.moment == "not running":
                    missed += 1
                    if again and missed <= 2 * len(plan):
                        another = again(tried)
                        waiting[pool.submit(point, quern, *another, keep=keep)] = another
                elif (len(outcomes) - missed) % 50 == 0:
                    print(f"{len(outcomes) - missed} of {len(plan)} kills, "
                          f"{sum(bool(one.problem) for one in outcomes)} bad", flush=True)
    return outcomes


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("quern")
    parser.add_argument("notebook", nargs="?")
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("first", nargs="?", type=int, default=1)
    parser.add_argument("role", nargs="?", choices=[*ROLES, None])
    parser.add_argument("--all", nargs="?", type=int, const=1000)
    parser.add_argument("--every-boundary", action="store_true")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep")
    options = parser.parse_args()
    is_whole = options.all is not None or options.every_boundary and options.notebook is None
    if options.notebook is None and not is_whole:
        parser.error("a notebook, --all or --every-boundary")
    started = time.monotonic()
    quern = os.path.abspath(options.quern)
    seed = options.seed if options.seed is not None else options.first
    if is_whole:
        folder = pathlib.Path(__file__).resolve().parent.parent / "notebooks"
        notebooks = sorted(folder.glob("*.md"))
    else:
        notebooks = [pathlib.Path(options.notebook).resolve()]
    wholes = []
    for notebook in notebooks:
        wholes.append(Whole(quern, notebook))
        print(wholes[-1].line, flush=True)
    if options.every_boundary:
        plan = [(whole, seed, role, boundary) for whole in wholes
                for boundary in range(1, whole.events + 1) for role in ("worker", "front end")]
        outcomes = run_points(quern, plan, options.jobs, options.keep)
    else:
        plan = []
        for whole, count in zip(wholes, shares(wholes, options.all or options.count)):
            plan += [(whole, seed + len(plan) + place, options.role) for place in range(count)]
        seeds = iter(range(seed + len(plan), 1 << 30))
        outcomes = run_points(
            quern, plan, options.jobs, options.keep,
            lambda tried: (tried[0], next(seeds), options.role))
    bad = sum(bool(outcome.problem) for outcome in outcomes)
    kills = sum(outcome.moment != "not running" for outcome in outcomes)
    print(table(outcomes))
    print(f"{len(outcomes)} points, {kills} kills in {(time.monotonic() - started) / 60:.1f} "
          f"minutes: {len(outcomes) - bad} good, {bad} bad")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
