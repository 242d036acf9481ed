"""What tests of the batch runner share: small notebooks, whole reports, and the processes of a runner."""

import re
import time
from pathlib import Path

import nbformat
import psutil

from dts_analysis import kernel, reports
from dts_analysis.reports.stamp import FILES, is_whole, stamp

GONE_SECONDS = 20.0


def notebook(folder, name, *sources, scope="unit", needs=(), order=1):
    """Write a small notebook, the same bytes for the same sources: a cell of parameters, then the sources."""
    document = nbformat.v4.new_notebook()
    document.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    document.metadata["dts"] = {
        "scope": scope,
        "title_vi": name,
        "title_en": name,
        "order": order,
        "needs": list(needs),
    }
    first = nbformat.v4.new_code_cell('unit_code = "373"\nyear = 2022\nprocessed_dir = "x"')
    first.metadata["tags"] = ["parameters"]
    document.cells = [first, *(nbformat.v4.new_code_cell(source) for source in sources)]
    for number, cell in enumerate(document.cells):
        cell.id = f"cell-{number}"
    folder.mkdir(exist_ok=True)
    nbformat.write(document, folder / f"{name}.ipynb")


def run(data, books, target, units, names=(), **options):
    """Plan and make the reports of 2022; return the ledger's rows by (unit, notebook)."""
    notebooks = reports.load_notebooks(books)
    jobs = reports.plan(data, notebooks, 2022, units, names)
    rows = reports.run(jobs, data, notebooks, target, books.parent / "processed", reports.Options(**options))
    return {(row["unit_code"], row["notebook"]): row for row in rows}


def call(data, notebooks, jobs, target, processed, options):
    """What a runner of its own does, as `kernel.start` calls it: its workers come from the same fork server."""
    kernel.join_family()
    reports.run(jobs, data, notebooks, target, processed, options)


def files(target):
    """Return every file a reader sees: its path below `target`, with bytes and time of change."""
    return {
        path.relative_to(target).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(target.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def executed(page):
    """Return where the executed notebook of a page lies."""
    return page.parent / FILES / f"{page.stem}.ipynb"


def assert_whole(target):
    """Every page, notebook and ledger that is there is whole and true, whatever was killed."""
    for path in target.rglob("*"):
        if path.name.startswith(".") or path.is_dir():
            continue
        assert path.suffix in ({".ipynb", ".csv", ".xlsx"} if path.parent.name == FILES else {".html", ".csv"})
        if path.suffix == ".ipynb":
            nbformat.validate(nbformat.read(path, as_version=4))
        if path.suffix == ".html":
            assert path.read_text(encoding="utf-8").rstrip().endswith("</html>"), path.name
            if path.name != "index.html":
                assert is_whole(path, stamp(path)), path.name
                assert executed(path).is_file(), path.name
    for ledger in target.glob("*/index.csv"):
        for row in reports.read_ledger(ledger):
            page = ledger.parent / row["unit_code"] / f"{row['notebook']}.html"
            if row["status"] == "done":
                assert page.is_file(), page.name
                assert executed(page).is_file(), page.name


def dead_links(target):
    """Return the links of a site's pages to files that are not there: the page and the link."""
    return [
        (page.relative_to(target).as_posix(), href)
        for page in target.rglob("*.html")
        for href in re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8"))
        if not href.startswith("http") and not (page.parent / href).exists()
    ]


def family(pid):
    """Return the processes below this one, as they are now."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def still_there(processes, within=GONE_SECONDS):
    """Return those of these processes that are not gone after at most `within` seconds."""
    deadline = time.monotonic() + within
    while (alive := [each for each in processes if _lives(each)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return alive


def until(holds, within=60.0):
    """Wait until `holds()`; fails after `within` seconds."""
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)


def _lives(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


HOME = Path(__file__).parents[1]
