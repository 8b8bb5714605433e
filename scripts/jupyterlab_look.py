#!/usr/bin/env python3
"""Opens a notebook in JupyterLab in headless Chromium, runs all cells, and takes pictures.

    pip install jupyterlab playwright      # Chromium: apt install chromium
    scripts/jupyterlab_look.py notebooks/tour.ipynb /tmp/pictures [SECONDS]

The kernel is the installed one (`quern kernel install`). The pictures are for eyes, not for git.
"""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

from playwright.sync_api import sync_playwright


def serve(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--ip=127.0.0.1",
         "--IdentityProvider.token=look", "--ServerApp.allow_root=True",
         "--LabApp.expose_app_in_browser=True", f"--ServerApp.root_dir={folder}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token=look", timeout=1).read()
            return process, port
        except OSError:
            time.sleep(0.2)
    raise SystemExit("JupyterLab did not start")


def main():
    notebook, target = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 30
    target.mkdir(parents=True, exist_ok=True)
    process, port = serve(notebook.parent)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM", shutil.which("chromium")),
                args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1300, "height": 2600})
            page.goto(f"http://127.0.0.1:{port}/lab/tree/{notebook.name}?token=look&reset")
            page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=120_000)
            page.wait_for_timeout(6_000)
            page.screenshot(path=target / "0-opened.png")
            page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
            page.wait_for_timeout(3_000)
            page.screenshot(path=target / "1-running.png")
            page.wait_for_timeout(seconds * 1_000)
            page.click('[data-id="jp-debugger-sidebar"]')
            page.wait_for_timeout(1_500)
            page.screenshot(path=target / "2-end.png")
            browser.close()
    finally:
        process.terminate()
        process.wait()


main()
