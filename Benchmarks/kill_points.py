"""Kills Quern's processes at seeded random points of a notebook and looks at what is left.

usage: kill_points.py QUERN NOTEBOOK [COUNT=200] [SEED=1] [ROLE]

Each point runs the notebook in a home of its own and sends SIGKILL to one of its processes: the
worker, its shim, the fit helper, the front end, the control plane, the data plane or a replica. Half
of the points lie at a random time; half at a boundary of the journal: as soon as its n-th event is
there. The run is then taken up with --resume. What must hold:

- outputs, blobs, lock and the digest of every value are those of a run that nothing disturbed;
- a run whose control plane was killed ends well by itself;
- a cell that had finished (its line was shown) is not computed a second time;
- an endpoint that was in service answers on, while the control plane is dead and after.

Prints one line a point with its seed, and the counts at the end; exit status 1 if a point failed.
"""

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


def victim(role, home, front_end):
    mark = ROLES[role][0]
    if mark is None:
        return front_end
    for pid, command in processes(home).items():
        if mark in command + " " and ("__" not in mark or command.split()[1:2] == [mark.strip()]):
            return pid
    return None


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
    return sorted(key for key in left.keys() | expected.keys() if left.get(key) != expected.get(key))


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
        ended = whole.ends(300)
        seconds = time.monotonic() - started
        stop_platform(quern, base / "home")
        if not ended or whole.process.returncode != 0:
            sys.exit(f"the notebook fails without any kill:\n{whole.output}\n{whole.error}")
        return (record(copy, base / "home"), seconds, list(cells(whole.output)),
                event_count(base / "home"))


def wait_for_moment(draw, role, home, first, seconds, events):
    """Until the point of this kill; its name."""
    if role in LATE:
        while victim(role, home, first.pid) is None and first.process.poll() is None:
            time.sleep(0.002)
        time.sleep(draw.random() * 0.4)
        return "later"
    if draw.random() < 0.5:
        time.sleep(draw.random() * seconds)
        return "time"
    boundary = draw.randint(1, events)
    while event_count(home) < boundary and first.process.poll() is None:
        pass
    return "boundary"


def point(quern, notebook, seed, expected, seconds, events, only=None):
    draw = random.Random(seed)
    roles = [role for role, (_, weight) in ROLES.items() for _ in range(weight)]
    role = only or draw.choice(roles)
    with tempfile.TemporaryDirectory(prefix="quern-kill-") as base:
        base = pathlib.Path(base)
        home = base / "home"
        copy = folder(base, notebook)
        first = Run(quern, copy, home)
        moment = wait_for_moment(draw, role, home, first, seconds, events)
        pid = victim(role, home, first.pid)
        if pid is not None:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pid = None
        try:
            if not first.ends(120):
                return role, f"the front end hangs: {first.error} {first.output[-600:]}"
            if role in ("control plane", "data plane", "replica", "shim") and first.process.returncode != 0:
                return role, f"the run ends with {first.process.returncode}: {first.error}"
            done = {
                cell for cell, status in cells(first.output).items() if status in ("ok", "cached")}
            again = Run(quern, copy, home, "--resume")
            if not again.ends(120):
                return role, f"the resumed run hangs: {again.error} {again.output[-600:]}"
            if again.process.returncode != 0:
                return role, (f"the resumed run ends with {again.process.returncode}: "
                              f"{again.error} {again.output[-600:]}")
            statuses = cells(again.output)
            repeated = sorted(cell for cell in done if statuses.get(cell) not in ("cached", None))
            if repeated:
                return role, f"computed twice: {', '.join(repeated)}"
            other = differences(record(copy, home), expected)
            if other:
                return role, f"other than after an undisturbed run: {', '.join(other)}"
            return f"{role} ({moment if pid is not None else 'not running'})", None
        finally:
            stop_platform(quern, home)


def main():
    quern = os.path.abspath(sys.argv[1])
    notebook = pathlib.Path(sys.argv[2]).resolve()
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    first = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    only = sys.argv[5] if len(sys.argv) > 5 else None
    expected, seconds, names, events = whole_run(quern, notebook)
    print(f"{notebook.name}: {len(names)} cells, {events} events in {seconds:.2f} s undisturbed",
          flush=True)
    roles = {}
    failures = 0
    for seed in range(first, first + count):
        role, problem = point(
            quern, notebook, seed, expected, seconds, events, only)
        roles[role] = roles.get(role, 0) + 1
        if problem:
            failures += 1
            print(f"seed {seed}: {role}: {problem}", flush=True)
    killed = ", ".join(f"{name} {number}" for name, number in sorted(roles.items()))
    print(f"{count} points: {count - failures} good, {failures} bad; killed: {killed}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
