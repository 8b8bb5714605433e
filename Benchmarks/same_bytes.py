"""The outputs of a notebook at 1, 2 and 4 threads and under two OPENBLAS_CORETYPE values.

usage: same_bytes.py QUERN NOTEBOOK

Each run has a home of its own, so nothing comes from a cache. Prints the digest of all saved outputs
of each run; exit status 1 if they differ.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def outputs(quern, notebook, threads, core):
    with tempfile.TemporaryDirectory(prefix="quern-same-") as base:
        base = pathlib.Path(base)
        work = base / "work"
        shutil.copytree(notebook.parent, work, ignore=shutil.ignore_patterns("*.out"))
        environment = dict(os.environ, QUERN_HOME=str(base / "home"))
        environment.pop("OPENBLAS_CORETYPE", None)
        if core:
            environment["OPENBLAS_CORETYPE"] = core
        result = subprocess.run(
            [quern, "run", "--fresh", "--threads", str(threads), str(work / notebook.name)],
            env=environment, capture_output=True, text=True)
        subprocess.run([quern, "platform", "down"], env=environment, capture_output=True)
        if result.returncode != 0:
            sys.exit(result.stdout[-2000:] + result.stderr)
        digest = hashlib.sha256()
        folder = work / (notebook.stem + ".out")
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name not in ("runs.jsonl",):
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:16]


def main():
    quern = os.path.abspath(sys.argv[1])
    notebook = pathlib.Path(sys.argv[2]).resolve()
    found = set()
    for threads, core in [(1, None), (2, None), (4, None), (2, "Nehalem"), (2, "SkylakeX")]:
        digest = outputs(quern, notebook, threads, core)
        found.add(digest)
        print(f"{threads} threads, OPENBLAS_CORETYPE {core or '(not set)'}: {digest}", flush=True)
    print("the same bytes" if len(found) == 1 else "DIFFERENT")
    sys.exit(0 if len(found) == 1 else 1)


if __name__ == "__main__":
    main()
