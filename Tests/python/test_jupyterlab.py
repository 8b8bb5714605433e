"""JupyterLab in headless Chromium, as its user sees it: a shipped notebook, run twice."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.request

import pytest

from conftest import Home
from kernel_client import free_ports

playwright = pytest.importorskip("playwright.sync_api")
pytest.importorskip("jupyterlab")

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
# What a command is given to before that is lost.
READY = """() => {
    const session = window.jupyterapp.shell.currentWidget?.sessionContext;
    const kernel = session?.session?.kernel;
    return session?.isReady && kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
}"""
# Long enough for a bar to be seen, in a release build too.
TRAINING = [
    'let wide = generate("churn", rows: 4000, seed: 1)\n'
    "let trees = wide |> train(forest(trees: 60), target: .churn,"
    " prep: recipe(drop(.signed_up, .customer_id), onehot(categorical())))",
    'let steps = for i in progress(1..40, "steps"): sum(for j in 1..30000: j % 7)\ncount(steps)',
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A server, with the tour as an ipynb in its folder."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt install chromium")
    home = Home(tmp_path_factory.mktemp("j"))
    assert home.run("kernel", "install", "--prefix", "env").returncode == 0
    result = home.run("convert", str(ROOT / "notebooks/tour.md"), str(home.folder / "tour.ipynb"))
    assert result.returncode == 0, result.stderr
    book = json.loads((home.folder / "tour.ipynb").read_text())
    for number, source in enumerate(TRAINING):
        book["cells"].append({"cell_type": "code", "id": f"training-{number}", "metadata": {},
                              "execution_count": None, "outputs": [], "source": source})
    (home.folder / "tour.ipynb").write_text(json.dumps(book))
    # Every cell is in the page, whether it is seen or not; nobody asks about news.
    settings = home.folder / "settings"
    for name, value in (("notebook-extension/tracker", {"windowingMode": "none"}),
                        ("apputils-extension/notification",
                         {"fetchNews": "false", "checkForUpdates": False})):
        path = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))
    port = free_ports(1)[0]
    environment = dict(
        home.environment, HOME=str(home.folder), JUPYTER_PREFER_ENV_PATH="0",
        JUPYTER_PATH=str(home.folder / "env/share/jupyter"), JUPYTER_NO_CONFIG="1",
        JUPYTERLAB_SETTINGS_DIR=str(settings))
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
         "--IdentityProvider.token=look", "--ServerApp.allow_root=True",
         "--ServerApp.port_retries=0", "--LabApp.expose_app_in_browser=True",
         f"--ServerApp.root_dir={home.folder}"],
        cwd=home.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True)
    said = []
    for line in server.stderr:
        said.append(line)
        if "is running at" in line:
            break
    else:
        pytest.fail("JupyterLab did not start:\n" + "".join(said))
    # Whoever writes into a full pipe stands still.
    drain = subprocess.Popen(["cat"], stdin=server.stderr, stdout=subprocess.DEVNULL)
    yield home, f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(20)
    drain.wait(20)
    for pid in home.processes():
        os.kill(pid, 9)


@pytest.fixture(scope="module")
def page(lab):
    home, address = lab
    with playwright.sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1300, "height": 3000})
        page.set_default_timeout(60_000)
        page.goto(f"{address}/lab/tree/tour.ipynb?token=look&reset")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        yield page
        browser.close()


def run(page, command):
    """Does a command of JupyterLab, once the kernel stands idle."""
    page.wait_for_function(READY)
    page.evaluate("name => { window.jupyterapp.commands.execute(name) }", command)
    accept = page.locator(".jp-Dialog .jp-mod-accept")
    if command.startswith("notebook:restart"):
        accept.wait_for()
        accept.click()


def numbered(page):
    page.wait_for_function("""() => {
        const cells = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')];
        return cells.length > 10 && cells.every(
            cell => /^\\[\\d+\\]:$/.test(cell.querySelector('.jp-InputPrompt').textContent));
    }""")


def shown(page):
    """Each code cell's outputs as HTML, without what is another one each time."""
    cells = page.evaluate("""() => [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')].map(
        cell => [...cell.querySelectorAll('.jp-OutputArea-output')].map(o => o.innerHTML))""")
    return [[re.sub(r"blob:[^']*|jp-[0-9a-f-]{20,}", "", one) for one in cell] for cell in cells]


def picture(page, home, name):
    page.screenshot(path=home.folder / f"{name}.png")
    folder = os.environ.get("QUERN_PICTURES")
    if folder:
        shutil.copy(home.folder / f"{name}.png", folder)


def test_a_shipped_notebook_in_jupyterlab(lab, page):
    home, address = lab
    # Cells are coloured when the language is known.
    page.wait_for_function(
        "() => document.querySelectorAll('.jp-CodeCell .cm-line span[class]').length > 60")
    picture(page, home, "0-opened")

    run(page, "notebook:run-all-cells")
    page.wait_for_selector(".jp-OutputArea-output progress")
    picture(page, home, "1-running")
    numbered(page)
    page.wait_for_function("() => !document.querySelector('.jp-OutputArea-output progress')")
    picture(page, home, "2-run")

    assert page.locator(".jp-OutputArea-output [data-mime-type*=error]").count() == 0
    assert page.locator(".jp-OutputArea-output[data-mime-type*=stderr]").count() == 0
    # A table says the types of its columns below their names, and how much is missing.
    rides = page.locator(".jp-RenderedHTMLCommon table", has_text="per_km").first.inner_text()
    assert re.search(r"day\s+date\s+city\s+str\s+km\s+float", rides), rides
    assert page.locator("table", has_text="1 missing").count() > 0
    assert page.locator(".jp-OutputArea-output svg, .jp-OutputArea-output img").count() > 0
    first = shown(page)

    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    saved = json.loads((home.folder / "tour.ipynb").read_text())
    text = json.dumps(saved)
    assert "<progress" not in text and "update_display_data" not in text
    assert len(text) < 400_000

    page.evaluate("""() => document.querySelectorAll('.jp-OutputArea-output').forEach(
        one => one.setAttribute('data-old', ''))""")
    run(page, "notebook:restart-run-all")
    page.wait_for_function("() => !document.querySelector('.jp-OutputArea-output[data-old]')")
    numbered(page)
    page.wait_for_function(READY)
    assert shown(page) == first


def test_the_variable_panel_shows_tables_and_models(lab, page):
    home, _ = lab
    page.click('[data-id="jp-debugger-sidebar"]')
    panel = page.locator(".jp-DebuggerVariables")
    panel.get_by_text("trees").first.wait_for()
    picture(page, home, "3-variables")
    text = panel.inner_text()
    for name, kind in (("wide", "table"), ("trees", "model"), ("steps", "list")):
        assert re.search(rf"{name}\W+{kind}", text), text
