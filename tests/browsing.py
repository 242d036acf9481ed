"""A real browser for tests: Debian's Chromium, driven by Playwright; what a page asks for is kept."""

import os
import shutil
from contextlib import contextmanager

import pytest

REQUIRED = "DTS_NEEDS_BROWSER"  # set where Chromium must be there: a test is never left out unseen
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WIDE, PHONE = (1280, 800), (360, 740)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def need_browser():
    """Leave the test out where there is no Chromium, or fail it where there has to be one."""
    if CHROMIUM is None and os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set and there is no chromium")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")


def need_poppler():
    """Leave the test out where nothing reads PDF, or fail it where it has to be there, as the browser."""
    if shutil.which("pdftotext") is None and os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set and there is no pdftotext")
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")


@contextmanager
def started():
    """Start the browser; end it afterwards."""
    need_browser()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Reader:
    """Somebody who reads a site from a folder, at a desk or on a phone."""

    def __init__(self, browser, size):
        width, height = size
        phone = {"is_mobile": True, "has_touch": True} if width < 600 else {}
        self.context = browser.new_context(viewport={"width": width, "height": height}, **phone)
        self.page, self.height = self.context.new_page(), height
        self.errors, self.requests = [], []
        self.page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        self.page.on("pageerror", lambda fault: self.errors.append(str(fault)))
        self.page.on("request", lambda each: self.requests.append(each.url))

    def open(self, path):
        """Open a file; return the page."""
        self.page.goto(path.as_uri())
        return self.page

    def violations(self):
        """Return what axe-core finds: rule, how often, the first place."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
        return [(each["id"], len(each["nodes"]), each["nodes"][0]["html"][:160]) for each in found["violations"]]

    @property
    def asked_outside(self):
        """What was asked for that lies in no file and in no page."""
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]
