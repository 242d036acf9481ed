"""Pages as a PDF, printed by a browser that is there: Chromium, or one made from it."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lxml.html

from ..errors import DtsError, finding

VARIABLE = "DTS_CHROMIUM"  # of the environment: where the browser lies
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SECONDS = 180
NOT_PRINTED = ".//script | .//nav | .//footer | .//a[@class='skip']"  # what stands around a page
_WRITTEN = re.compile(rb"(?<=Date \(D:)\d{14}[^)]*")
_ONE_DAY = b"20000101000000+00'00'"


def browser() -> str | None:
    """Return where a browser that prints lies; "" where there is none."""
    if named := os.environ.get(VARIABLE):
        return shutil.which(named) or ""
    return next(filter(None, map(shutil.which, BROWSERS)), "")


def pages_pdf(pages: Sequence[str]) -> Any:
    """Return the bytes of a PDF of several pages of HTML, one after another, each from a new sheet on.

    What a page says about paper (``@page``, ``@media print``) holds; that of the first one for all of them.
    Letters are embedded and can be searched; the same pages make the same bytes.

    Parameters
    ----------
    pages : list of str

    Raises
    ------
    DtsError
        Where there is no browser, or it does not print.
    """
    found = browser()
    if not found:
        raise DtsError(finding("chromium_missing", "pdf", variable=VARIABLE))
    with tempfile.TemporaryDirectory(prefix="dts-pdf-", ignore_cleanup_errors=True) as folder:
        page, made = Path(folder) / "report.html", Path(folder) / "report.pdf"
        page.write_text(joined(pages), encoding="utf-8")
        options = [
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--disable-extensions",
            "--no-pdf-header-footer",
        ]
        options += ["--no-sandbox"] if _is_root() else []  # it has none for root
        options += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", page.as_uri()]
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run([found, *options], capture_output=True, timeout=SECONDS, check=False)
        if not made.is_file():
            raise DtsError(finding("chromium_silent", Path(found).name, seconds=SECONDS))
        return _WRITTEN.sub(_same_length, made.read_bytes())


def joined(pages):
    """Return several pages of HTML as one: the head of the first, the content of each.

    What is folded away is unfolded, and links lead nowhere but out or within: the other files are not here.

    >>> text = joined(["<html><head><title>A</title></head><body><main>1</main></body></html>",
    ...     "<html><body><nav>x</nav><main><a href='b.html'>2</a></main></body></html>"])
    >>> "<title>A</title>" in text, "href" in text, ">x<" in text, text.count("<article")
    (True, False, False, 2)
    """
    whole, body = None, None
    for number, text in enumerate(pages):
        page = lxml.html.document_fromstring(text)
        for each in page.xpath(NOT_PRINTED):
            each.drop_tree()
        for each in page.iter("details"):
            each.set("open", "")
        for each in page.xpath(".//a[@href]"):
            if not each.get("href").startswith(("#", "http:", "https:")):
                del each.attrib["href"]
        looks = {"class": page.body.attrib.pop("class", ""), "style": "break-before: page" if number else ""}
        article = lxml.html.Element("article", {name: look for name, look in looks.items() if look})
        article.extend(list(page.body))
        if whole is None:
            whole, body = page, page.body
            if len(pages) > 1 and (title := page.find(".//title")) is not None:  # the first page's own title goes
                title.text = title.text.partition(" – ")[2] or title.text
            page.head.insert(0, _style("@page { size: A4; margin: 18mm 16mm }"))
            page.head.append(_style('@page { @top-right { content: "" } }'))  # the title of the first page alone
        body.append(article)
    return lxml.html.tostring(whole, encoding="unicode", doctype="<!DOCTYPE html>")


def _style(rules):
    element = lxml.html.Element("style")
    element.text = rules
    return element


def _is_root():
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _same_length(found):
    return _ONE_DAY[: len(found[0])].ljust(len(found[0]), b" ")
