"""The size of a country: 3,321 communes x 62 indicators x 2 years, beside the sample, in one run; one table.

    python benchmarks/country.py --root FOLDER

FOLDER keeps the forms for the next run; without it they are written anew and thrown away. Measured are the build
of one year and of both; the plan of all reports of each year, beside that of a quarter of the communes (in the
first year each commune lacks a year before, and is told so); every page of a commune of the largest province and
of that province, beside the same pages of the sample; and what the kernel of a commune's page holds of its own.

The best of several times counts. A build runs in a process of its own, whose memory the first run watches. A
page's seconds are those of its cells in a warm kernel, as papermill notes them: to start a kernel and to write a
page takes equally long everywhere, and would hide what grows.
"""

import argparse
import contextlib
import functools
import io
import math
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

import papermill
import psutil
from country_forms import RAW, YEARS, Place, communes
from measuring import processor_seconds

from dts_analysis import dataset, kernel, reports

HOME = Path(__file__).parents[1]
QUARTER = 4
LARGE = ("overview", "communes")  # a province's pages that have an aim
BUILD_SECONDS, BUILD_GIGABYTES, PLAN_SECONDS = 30, 1, 5
UNIT_RATIO, LARGE_RATIO, KERNEL_MEGABYTES = 1.2, 2, 60
LINEAR = 1.2  # times longer that a report may take to plan among all than among a quarter
MEGABYTE, GIGABYTE = 2**20, 2**30
BUILD = """if __name__ == "__main__":
    import sys
    from measuring import peak_gigabytes, seconds
    from dts_analysis import dataset
    print(seconds(lambda: dataset.build(*sys.argv[1:]), 1)[0], peak_gigabytes())
"""


def main():
    """Write the forms or find them, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--root", type=Path, help="where the forms are, or are to be kept")
    parser.add_argument("--repeats", type=int, default=5, help="runs of a page; at most two of a build or plan")
    given = parser.parse_args()
    notebooks, table = reports.load_notebooks(HOME / "notebooks"), Table()
    with contextlib.ExitStack() as stack:
        root = given.root or stack.enter_context(tempfile.TemporaryDirectory())
        place = Place(Path(root).resolve())
        place.write()
        table.head()
        measure_builds(table, place, min(given.repeats, 2))
        measure_plans(table, place, notebooks, min(given.repeats, 2))
        sides = largest(place), Side(HOME / "data/processed", 2022, "373", "37", {"communes": "373"})
        dataset.build(RAW, sides[1].processed)
        measure_pages(table, notebooks, *sides, given.repeats)
        measure_kernels(table, notebooks, *sides)
    table.aims()


@dataclass
class Table:
    """Rows, printed as they come, and the aims they are held against, printed at the end."""

    held: list = field(default_factory=list)

    def head(self):
        """Print what the columns are."""
        print(f"\n{'':<52}{'country':>10}{'beside':>10}{'ratio':>8}")

    def row(self, name, measured, beside=math.nan, most=None, most_ratio=None):
        """Print what was measured, what stands beside it, and their ratio; note which aims it has."""
        ratio = measured / beside
        cells = zip((measured, beside, ratio), (10, 10, 8), strict=True)
        print(f"{name:<52}" + "".join(f"{'' if math.isnan(x) else f'{x:,.2f}':>{wide}}" for x, wide in cells))
        self.held += [(name, measured, most)] if most else []
        self.held += [(f"{name}: ratio", ratio, most_ratio)] if most_ratio else []

    def aims(self):
        """Print one line per aim."""
        print(f"\n{'':<60}{'measured':>10}{'at most':>9}")
        for name, measured, most in self.held:
            print(f"{name:<60}{measured:>10.2f}{most:>9.2f}  {'met' if measured <= most else 'NOT MET'}")


@dataclass(frozen=True)
class Side:
    """Whose pages are looked at: a unit's, and those of what stands above it."""

    processed: Path
    year: int
    unit_code: str
    province_code: str
    others: dict = field(default_factory=dict)  # notebook -> unit, where it is not the province's page

    def parameters(self, notebook):
        """Return what a notebook is given."""
        above = self.others.get(notebook.name, self.province_code)
        code = self.unit_code if notebook.scope == "unit" else above
        return {"unit_code": code, "year": self.year, "processed_dir": str(self.processed)}


def largest(place):
    """Return the side of the province with most communes, and of the middle one of them."""
    by_province = communes().groupby("parent_code")["unit_code"].agg(list)
    code = by_province.map(len).idxmax()
    return Side(place.processed, YEARS[1], by_province[code][len(by_province[code]) // 2], code)


def measure_builds(table, place, repeats):
    """Print seconds and memory of the build of one year and of both."""
    one = place.part("one_year", lambda listed: listed["year"] == str(YEARS[0]))
    for name, each, years in (("one year", one, 1), ("both years", place, 2)):
        best, alone, together = build(each, repeats)
        table.row(f"build, {name}: s", best, most=years * BUILD_SECONDS)
        table.row(f"build, {name}: GB of its process", alone, most=BUILD_GIGABYTES)
        table.row(f"build, {name}: GB with its children", together, most=BUILD_GIGABYTES)


def build(place, repeats):
    """Return the best seconds of some builds, their process's largest size, and that with its children, in GB.

    The first size is resident; the second is proportional (PSS): what processes share is counted once.
    """
    best, peak, together = math.inf, 0.0, 0.0
    command = [sys.executable, "-c", BUILD, str(place.raw), str(place.processed)]
    for number in range(repeats):
        process = subprocess.Popen(command, cwd=HOME / "benchmarks", stdout=subprocess.PIPE, text=True)
        look = functools.partial(family, process.pid)
        with Watch(look) if number == 0 else contextlib.nullcontext() as watch:
            told, _ = process.communicate()
        if process.returncode:
            raise SystemExit("no build")
        took, size = map(float, told.split())
        best, peak = min(best, took), max(peak, size)
        together = watch.most / GIGABYTE if watch else together
    return best, peak, together


def measure_plans(table, place, notebooks, repeats):
    """Print how long planning takes, and how it grows from a quarter of the communes to all."""
    few = communes()["unit_code"].iloc[::QUARTER]
    quarter = place.part("quarter", lambda listed: listed["unit_code"].isin(few))
    dataset.build(quarter.raw, quarter.processed)
    for year in YEARS:
        jobs, *took = plan(place, notebooks, year, repeats)
        jobs_few, *took_few = plan(quarter, notebooks, year, repeats)
        n_units = sum(job.notebook.scope == "unit" for job in jobs)
        n_skipped = sum(job.skip is not None for job in jobs)
        table.row(f"reports of {year} ({n_units:,} of communes; {n_skipped:,} skipped)", len(jobs), len(jobs_few))
        table.row(f"planning {year}: s", took[0], took_few[0], PLAN_SECONDS)
        linear = LINEAR * len(jobs) / len(jobs_few)
        table.row(f"planning {year}: processor's s", took[1], took_few[1], most_ratio=linear)


def plan(place, notebooks, year, repeats):
    """Return the jobs of all of a year's reports, and the best seconds of planning them, tables unread as yet."""

    def call():
        return reports.plan(dataset.load(place.processed), notebooks, year)

    return call(), *processor_seconds(call, repeats)


def measure_pages(table, notebooks, country, sample, repeats):
    """Print the seconds of every page; the sides take turns, so that what disturbs one disturbs both."""
    for notebook in notebooks.values():
        best = [math.inf, math.inf]
        for _ in range(repeats):
            best = [
                min(was, page_seconds(notebook, side)) for was, side in zip(best, (country, sample), strict=True)
            ]
        most = UNIT_RATIO if notebook.scope == "unit" else LARGE_RATIO if notebook.name in LARGE else None
        table.row(f"page of a {notebook.scope}, {notebook.name}: s", *best, most_ratio=most)


def page_seconds(notebook, side):
    """Return how long a notebook's cells took in a kernel of their own."""
    options = {"kernel_name": kernel.best(), "cwd": str(HOME / "notebooks"), "progress_bar": False}
    document = papermill.execute_notebook(str(notebook.path), None, side.parameters(notebook), **options)
    return sum(cell.metadata.papermill.duration for cell in document.cells if cell.cell_type == "code")


def measure_kernels(table, notebooks, country, sample):
    """Print what the kernels of a unit's pages hold of their own at most, as `reports.run` makes them."""
    held = [own_megabytes(notebooks, side) for side in (country, sample)]
    for name, size in held[0].items():
        table.row(f"kernel's own, {name}: MB", size, held[1][name], KERNEL_MEGABYTES)


def own_megabytes(notebooks, side):
    """Return the largest size of its own that the kernel of each of a unit's notebooks had."""
    data, found = dataset.load(side.processed), {}
    for job in reports.plan(data, notebooks, side.year, units=(side.unit_code,)):
        if job.notebook.scope != "unit":
            continue
        options, quiet = reports.Options(workers=1), contextlib.redirect_stderr(io.StringIO())
        with tempfile.TemporaryDirectory() as target, quiet, Watch(largest_kernel, 0.02) as watch:
            rows = reports.run([job], data, notebooks, Path(target), side.processed, options)
        if rows[0]["status"] != "done" or not watch.most:
            raise SystemExit(f"no page, or no kernel seen: {rows[0]}")
        found[job.notebook.name] = watch.most / MEGABYTE
    return found


class Watch:
    """Looks again and again, until its block ends, at the size that `look` returns; `most` is the largest."""

    def __init__(self, look, pause=0.1):
        self.look, self.pause, self.most = look, pause, 0
        self.ended, self.thread = threading.Event(), threading.Thread(target=self._watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *fault):
        self.ended.set()
        self.thread.join()

    def _watch(self):
        while not self.ended.wait(self.pause):
            self.most = max(self.most, self.look())


def family(number):
    """Return the proportional size of a process and all below it, in bytes; of those that are there."""
    total = 0
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(number)
        for each in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += each.memory_full_info().pss
    return total


def largest_kernel():
    """Return the largest size of its own that a kernel below this process has, in bytes.

    Kernels lead sessions of their own; no other process below this one does.
    """
    sizes = [0]
    for each in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getsid(each.pid) == each.pid:
                sizes.append(each.memory_full_info().uss)
    return max(sizes)


if __name__ == "__main__":
    main()
