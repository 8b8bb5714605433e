"""What is left of a notebook's results when its kernel or its runner is killed.

usage: what_is_left.py QUERN [PYTHON]

The same four steps as a Quern notebook and as Jupyter notebooks for papermill and `jupyter execute`
(PYTHON is a Python that has papermill, nbclient and ipykernel). Three seconds in, while the fourth
step runs, the process that computes or the process that leads is killed with SIGKILL. Then: which
outputs are in the saved file, which values are still there, and what a second run computes again.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

STEPS = 4
QUERN_CELLS = [
    "let a = 6 * 7\na", "let b = a + 1\nb", "let c = b * 2\nc",
    "fn f(n) = len(for i in 1..1000000: i * n)\nlen(for i in 1..10000000: f(i))"]
PYTHON_CELLS = ["a = 6 * 7\na", "b = a + 1\nb", "c = b * 2\nc", "import time\ntime.sleep(600)"]


def children(pid):
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if parent == pid:
                found += [int(entry.name)] + children(int(entry.name))
    return found


def command(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def jupyter(base):
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": source, "outputs": [],
         "execution_count": None} for n, source in enumerate(PYTHON_CELLS)]
    notebook = {
        "cells": cells, "nbformat": 4, "nbformat_minor": 5,
        "metadata": {"kernelspec": {
            "name": "python3", "display_name": "Python 3", "language": "python"}}}
    path = base / "n.ipynb"
    path.write_text(json.dumps(notebook))
    return path


def outputs(path):
    if not path.exists():
        return "no file"
    cells = json.loads(path.read_text())["cells"]
    return f"{sum(bool(cell.get('outputs')) for cell in cells)} of 3 outputs"


def kill(process, target, marks):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if target == "runner":
            os.kill(process.pid, signal.SIGKILL)
            return
        for pid in children(process.pid):
            if any(mark in command(pid) for mark in marks):
                os.kill(pid, signal.SIGKILL)
                return
        time.sleep(0.05)


def python_tool(name, python, target):
    with tempfile.TemporaryDirectory() as base:
        base = pathlib.Path(base)
        source = jupyter(base)
        saved = base / ("out.ipynb" if name == "papermill" else "n.ipynb")
        program = str(pathlib.Path(python).parent / name)
        arguments = ([program, str(source), str(saved)] if name == "papermill"
                     else [program, "execute", str(source), "--inplace"])
        environment = dict(os.environ, PATH=f"{pathlib.Path(python).parent}:{os.environ['PATH']}")
        process = subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(12)
        kill(process, target, ["ipykernel"])
        try:
            process.wait(30)
            ended = f"ends with {process.returncode}"
        except subprocess.TimeoutExpired:
            ended = "hangs for 30 s and more"
        left = outputs(saved)
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        return f"{ended}; {left}; 0 values; a second run computes all {STEPS} again"


def quern_tool(quern, target):
    with tempfile.TemporaryDirectory() as base:
        base = pathlib.Path(base)
        notebook = base / "n.md"
        notebook.write_text("\n".join(f"```quern\n{cell}\n```\n" for cell in QUERN_CELLS))
        environment = dict(os.environ, QUERN_HOME=str(base / "home"), XDG_RUNTIME_DIR=str(base))
        process = subprocess.Popen(
            [quern, "run", str(notebook), "--session", "s"], env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(3)
        if target == "runner":
            os.kill(process.pid, signal.SIGKILL)
        else:
            for entry in pathlib.Path("/proc").iterdir():
                if entry.name.isdigit() and " __worker " in command(int(entry.name)) and str(
                        base) in command(int(entry.name)):
                    os.kill(int(entry.name), signal.SIGKILL)
        process.wait(30)
        ended = f"ends with {process.returncode}"
        record = base / "n.out" / "outputs.txt"
        text = record.read_text() if record.exists() else ""
        shown = sum(value in text for value in ("42", "43", "86"))
        subprocess.run([quern, "sessions", "interrupt", "s"], env=environment,
                       stdout=subprocess.DEVNULL)
        time.sleep(0.5)
        asked = subprocess.run(
            [quern, "repl", "--session", "s"], env=environment, input="a + b + c\n", text=True,
            capture_output=True).stdout
        values = "3 values" if "171" in asked else "values lost"
        notebook.write_text(notebook.read_text().replace(QUERN_CELLS[3], "c + 1"))
        again = subprocess.run(
            [quern, "run", "--json", "--resume", str(notebook), "--session", "s"],
            env=environment, text=True, capture_output=True).stdout
        statuses = [json.loads(line)["status"] for line in again.splitlines()
                    if '"event":"cell"' in line.replace(" ", "")]
        repeated = sum(status != "cached" for status in statuses)
        return (f"{ended}; {shown} of 3 outputs in the saved file; {values}; "
                f"a second run computes {repeated} of {STEPS} again")


def main():
    quern = os.path.abspath(sys.argv[1])
    python = sys.argv[2] if len(sys.argv) > 2 else None
    for target in ("kernel", "runner"):
        print(f"the {target} is killed while step 4 of 4 runs:")
        print(f"  quern run        {quern_tool(quern, target)}", flush=True)
        for name in ("papermill", "jupyter") if python else ():
            shown = "papermill" if name == "papermill" else "jupyter execute"
            print(f"  {shown:16} {python_tool(name, python, target)}", flush=True)


if __name__ == "__main__":
    main()
