"""Shared by the tests that drive the built programs as a user does."""

import json
import os
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUERN = os.environ.get("QUERN_BINARY", str(ROOT / ".build" / "debug" / "quern"))


class Home:
    """A Quern home of its own, with a folder to work in."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = dict(
            os.environ, QUERN_HOME=str(folder / "home"), XDG_RUNTIME_DIR=str(folder / "run"))
        (folder / "run").mkdir(mode=0o700)

    def popen(self, *arguments, **options):
        return subprocess.Popen(
            [QUERN, *arguments], cwd=self.folder, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, **options)

    def run(self, *arguments, stdin=None, timeout=120):
        return subprocess.run(
            [QUERN, *arguments], cwd=self.folder, env=self.environment, text=True,
            capture_output=True, timeout=timeout,
            **({"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def notebook(self, name, *cells, head=""):
        fenced = "\n".join(f"```quern\n{cell}\n```\n" for cell in cells)
        return self.write(name, head + fenced)

    def outputs(self, name):
        return (self.folder / name / "outputs.txt").read_text(encoding="utf-8")

    def cells(self, result):
        lines = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == "cell"]

    def processes(self, *words):
        """Processes of this home whose command line holds all the words."""
        found = []
        mark = f"QUERN_HOME={self.environment['QUERN_HOME']}".encode()
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                if mark not in (entry / "environ").read_bytes().split(b"\0"):
                    continue
                command = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue
            if all(any(word == part or part.endswith("/" + word) for part in command)
                   for word in words):
                found.append(int(entry.name))
        return found


    def command(self, pid):
        """The command line of a process."""
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")


@pytest.fixture
def home(tmp_path_factory):
    # Socket paths are limited to 107 bytes: a short folder.
    folder = pathlib.Path(tmp_path_factory.mktemp("q"))
    home = Home(folder)
    yield home
    home.run("platform", "down")
    for pid in home.processes():
        try:
            os.kill(pid, 9)
        except ProcessLookupError:
            pass
    shutil.rmtree(folder, ignore_errors=True)
