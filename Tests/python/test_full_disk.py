"""A deployment on a disk that fills up: told with the way out, and done whole when there is room."""

import os
import subprocess

import pytest

from conftest import QUERN

needs_mounts = pytest.mark.skipif(
    os.geteuid() != 0
    or subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0,
    reason="a file system of its own needs root")

CELLS = (
    'let t = table({x: [1.0, 2.0, 3.0, 4.0], y: [3.0, 5.0, 7.0, 9.0]})\n'
    "let m = t |> train(linear(), target: .y)",
    'let ep = m |> deploy("line")\nep |> invoke({x: 10.0})',
    'm |> register("line")')


@needs_mounts
def test_a_deployment_finds_the_disk_full_at_every_size_and_succeeds_when_there_is_room(home):
    home.notebook("a.md", CELLS[0])
    home.notebook("d.md", *CELLS)
    script = f"""
        mount -t tmpfs -o size=16m none {home.folder}/home || exit 9
        Q={QUERN}
        for left in 0 24 80 160 400 100000; do
          rm -rf {home.folder}/home/* d.out
          $Q run a.md > /dev/null 2>&1 || exit 8
          free=$(df --output=avail -k {home.folder}/home | tail -n 1)
          fill=$((free - left))
          if [ $fill -gt 0 ]; then
            head -c ${{fill}}k /dev/zero > {home.folder}/home/filler; fi
          timeout 60 $Q run d.md > full-$left 2>&1
          echo "rc $left $?"
          rm -f {home.folder}/home/filler
          timeout 60 $Q run --resume d.md > again-$left 2>&1 || exit 7
          cp d.out/outputs.txt outputs-$left
          $Q endpoints > endpoints-$left
          $Q cost --json > cost-$left
          $Q platform down > /dev/null
          for pid in $(pgrep -f "[_]_replica.*{home.folder}"); do kill -9 $pid; done
        done
        """
    (home.folder / "home").mkdir(exist_ok=True)
    result = subprocess.run(
        ["unshare", "-m", "bash", "-c", script], cwd=home.folder, text=True,
        env=home.environment, capture_output=True, timeout=500)
    assert result.returncode == 0, result.stdout + result.stderr
    codes = dict(line.split()[1:] for line in result.stdout.splitlines())
    assert codes["0"] != "0" and codes["100000"] == "0", codes
    whole = (home.folder / "outputs-100000").read_text()
    assert "21" in whole
    for left, code in codes.items():
        said = (home.folder / f"full-{left}").read_text()
        if code != "0":
            assert "No space left on device" in said or "is full" in said, (left, said)
            assert "quern store gc" in said or "make room" in said, (left, said)
        again = (home.folder / f"outputs-{left}").read_text()
        assert [line for line in again.splitlines() if "predicted" in line or "21" in line] == [
            line for line in whole.splitlines() if "predicted" in line or "21" in line], left
        assert "InService" in (home.folder / f"endpoints-{left}").read_text(), left
        assert (home.folder / f"cost-{left}").read_text().count('"endpoint line"') == 1, left
