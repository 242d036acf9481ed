"""The desk in a real JupyterLab, in a real browser: choose, look, and open a notebook with its parameters."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from browsing import started
from worlds import WORLDS

HOME = Path(__file__).parents[1]
SECONDS = 120_000
pytestmark = pytest.mark.long  # JupyterLab takes half a minute


@pytest.fixture
def lab(tmp_path):
    WORLDS["one_pillar"](tmp_path / "data/raw")
    shutil.copytree(HOME / "notebooks", tmp_path / "notebooks")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dts_analysis.cli", "--home", tmp_path, "lab", "--no-browser"]
    command += ["--port", str(port), "--IdentityProvider.token=abc"]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(HOME)}, cwd=tmp_path)
    for _ in range(600):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}/lab/tree/lab/start.ipynb?token=abc", tmp_path
    process.terminate()
    process.wait(30)


def test_a_unit_is_chosen_looked_at_and_its_notebook_opened(lab):
    address, folder = lab
    with started() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=SECONDS)
        page.click(".jp-Notebook .jp-CodeCell .cm-content >> nth=0")
        page.keyboard.press("Shift+Enter")
        choices = page.locator(".widget-dropdown select")
        choices.nth(2).wait_for(timeout=SECONDS)
        choices.nth(2).select_option(index=1)
        page.click("button.jupyter-button")
        link = page.locator("a[href*='_pillars.ipynb']").first
        link.wait_for(timeout=SECONDS)
        link.click()
        page.wait_for_url("**/lab/tree/lab/*_pillars.ipynb", timeout=SECONDS)
        assert len(list((folder / "lab").glob("*_pillars.ipynb"))) == 1
