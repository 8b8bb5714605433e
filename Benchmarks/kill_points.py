"""Kills Quern's processes at seeded random points of a notebook and looks at what is left.

usage: kill_points.py QUERN NOTEBOOK [COUNT=200] [SEED=1] [ROLE]

Each point runs the notebook in a home of its own and, after a random delay, sends SIGKILL to one of
its processes: the worker, the front end or the control plane. The run is then taken up with
--resume. What must hold:

- the outputs are byte for byte those of a run that nothing disturbed;
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

ROLES = {"worker": "__worker", "control plane": "quern-platform"}


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
    if role == "front end":
        return front_end
    for pid, command in processes(home).items():
        if role == "worker" and "__worker" in command and "__shim" not in command.split()[1:2]:
            return pid
        if role == "control plane" and "quern-platform" in command and " serve" in command:
            return pid
    return None


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


def record(notebook):
    return notebook.with_suffix(".out").joinpath("outputs.txt").read_text()


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
        return record(copy), seconds, list(cells(whole.output))


def point(quern, notebook, seed, expected, seconds, only=None):
    draw = random.Random(seed)
    role = only or draw.choice(["worker", "worker", "front end", "control plane"])
    delay = draw.random() * seconds
    with tempfile.TemporaryDirectory(prefix="quern-kill-") as base:
        base = pathlib.Path(base)
        home = base / "home"
        copy = folder(base, notebook)
        first = Run(quern, copy, home)
        if role == "control plane":
            # It is started by the first cell that deploys: its points lie from there on.
            while victim(role, home, first.pid) is None and first.process.poll() is None:
                time.sleep(0.002)
            delay = draw.random() * 0.4
        time.sleep(delay)
        pid = victim(role, home, first.pid)
        if pid is not None:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pid = None
        try:
            if not first.ends(120):
                return role, f"the front end hangs: {first.error} {first.output[-600:]}"
            if role == "control plane" and first.process.returncode != 0:
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
            if record(copy) != expected:
                return role, "the outputs differ from an undisturbed run"
            return role if pid is not None else f"{role} (not running)", None
        finally:
            stop_platform(quern, home)


def main():
    quern = os.path.abspath(sys.argv[1])
    notebook = pathlib.Path(sys.argv[2]).resolve()
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    first = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    only = sys.argv[5] if len(sys.argv) > 5 else None
    expected, seconds, names = whole_run(quern, notebook)
    print(f"{notebook.name}: {len(names)} cells in {seconds:.2f} s undisturbed", flush=True)
    roles = {}
    failures = 0
    for seed in range(first, first + count):
        role, problem = point(quern, notebook, seed, expected, seconds, only)
        roles[role] = roles.get(role, 0) + 1
        if problem:
            failures += 1
            print(f"seed {seed}: {role}: {problem}", flush=True)
    killed = ", ".join(f"{name} {number}" for name, number in sorted(roles.items()))
    print(f"{count} points: {count - failures} good, {failures} bad; killed: {killed}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
