"""Everything once as a user who is not root, with a home of that user's own."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest

from conftest import QUERN

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="only root may become another user")

NOBODY = 65534

NOTEBOOK = """---
instance: ml.t3.medium
---

```quern
let t = table({x: [1.0, 2.0, 3.0, 4.0], y: [3.0, 5.0, 7.0, 9.0]})
let m = t |> train(linear(), target: .y)
```
```quern
m |> deploy("line") |> invoke({x: 10.0})
```
```quern
instance().memory_limit.means
```
"""


@pytest.fixture
def nobody():
    """Runs the program as nobody, from a folder that nobody owns."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="q", dir="/tmp"))
    programs = folder / "bin"
    programs.mkdir()
    for name in ("quern", "quern-platform"):
        source = pathlib.Path(QUERN).parent / name
        if source.exists():
            shutil.copy(source, programs / name)
    for name in ("run", "home"):
        (folder / name).mkdir(mode=0o700)
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
        if path.is_file() or path in (folder, programs):
            path.chmod(0o755)
    environment = dict(
        os.environ, QUERN_HOME=str(folder / "home"), XDG_RUNTIME_DIR=str(folder / "run"),
        HOME=str(folder))

    def run(*arguments):
        return subprocess.run(
            ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
             str(programs / "quern"), *arguments],
            cwd=folder, env=environment, text=True, capture_output=True, timeout=120,
            stdin=subprocess.DEVNULL)

    run.folder = folder
    yield run
    run("platform", "down")
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if f"QUERN_HOME={folder}/home".encode() in (entry / "environ").read_bytes():
                    os.kill(int(entry.name), 9)
            except OSError:
                continue
    shutil.rmtree(folder, ignore_errors=True)


def write(nobody, name, text):
    path = nobody.folder / name
    path.write_text(text)
    os.chown(path, NOBODY, NOBODY)


def test_a_notebook_runs_deploys_and_is_billed(nobody):
    write(nobody, "n.md", NOTEBOOK)
    result = nobody("run", "n.md", "--json", "--session", "mine")
    assert result.returncode == 0, result.stdout + result.stderr
    cells = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    cells = [cell for cell in cells if cell["event"] == "cell"]
    assert "21" in json.dumps(cells[1]["outputs"])
    # What holds is said as it is: no control group is a plain user's to write here.
    means = json.dumps(cells[2]["outputs"])
    assert "RLIMIT_DATA" in means or "control group" in means
    assert "mine" in nobody("sessions").stdout
    assert "InService" in nobody("endpoints").stdout
    used = json.loads(nobody("cost", "--json").stdout)
    assert {use["session"] for use in used} == {"mine", "endpoint line"}
    assert nobody("endpoints", "stop", "line").returncode == 0
    ended = json.loads(nobody("cost", "--json").stdout)
    endpoint = next(use for use in ended if use["session"] == "endpoint line")
    assert endpoint["status"] == "ended" and endpoint["seconds"] > 0
    assert nobody("store", "gc").returncode == 0
    assert nobody("store", "verify").returncode == 0
    owners = {path.stat().st_uid for path in (nobody.folder / "home").rglob("*")}
    assert owners == {NOBODY}


def test_too_much_memory_is_an_error_of_its_cell(nobody):
    write(nobody, "eat.py", "x = bytearray(6 << 30)\nx[::4096] = bytes(len(x[::4096]))\n")
    write(nobody, "n.md", "---\ninstance: ml.t3.medium\n---\n\n```quern\n"
          'script("eat.py")\n```\n```quern\n1 + 1\n```\n')
    result = nobody("run", "n.md", "--json", "--session", "mine")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "script-failed" in result.stdout
    assert nobody("run", "--session", "mine", "--resume", "n.md").returncode == 1
    assert "mine" in nobody("sessions").stdout


def test_a_home_of_another_user_is_named(nobody):
    (nobody.folder / "home").chmod(0o755)
    os.chown(nobody.folder / "home", 0, 0)
    result = nobody("-e", "1 + 1")
    assert result.returncode == 4
    assert "Permission denied" in result.stderr and "QUERN_HOME" in result.stderr
