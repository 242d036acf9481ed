"""Notebooks per second: stock papermill, ours, and the limit, in one run; one table.

``python benchmarks/batch.py`` takes ten minutes. Cases: 200 generated districts and the sample's eight, three
notebooks each. *Stock* is a loop of ``papermill.execute_notebook`` with kernel ``python3``, without pages; *ours*
is ``reports.run``, pages and all; the *limit* is the same cells executed one after another in one process that has
imported everything, with as many such processes as there are workers. Of the 600 notebooks of 200 districts stock
and one process make only the first 24: what is compared is notebooks per second. The fork server's imports are
paid once and printed apart; memory is looked at in a run of its own, for looking takes time from what it looks at.
"""

import contextlib
import io
import multiprocessing
import os
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pandas as pd
import papermill
import psutil
from measuring import no_options

from dts_analysis import dataset, kernel, reports
from dts_analysis.reports.contract import source

HOME = Path(__file__).parents[1]
NOTEBOOKS = ("pillars", "weak_indicators", "year_over_year")
GENERATED, FEW, YEAR = 200, 24, 2022
MEGABYTE = 2**20


def main():
    """Measure and print."""
    no_options(__doc__)
    sample, notebooks = dataset.build(HOME / "data/raw", HOME / "data/processed"), load_three()
    began = time.perf_counter()
    kernel.warm_up("dts_analysis.reports.preload")
    kernel.start(int).join()
    print(f"fork server ready after {time.perf_counter() - began:.1f} s, once\n")
    print(f"{'case':<34}{'notebooks':>10}{'seconds':>9}{'per second':>11}{'CPU s':>8}")
    with tempfile.TemporaryDirectory() as folder:
        many = generated(sample)
        dataset.save(many, folder)
        case = Case(f"{GENERATED} units", planned(many, notebooks), many, notebooks, Path(folder))
        stock = case.stock()
        few = case.ours(2, FEW)
        case.compare(stock, 1, FEW)
        all_jobs = case.compare(stock, 2, len(case.jobs), FEW)
        print(f"throughput at {len(case.jobs)} notebooks to that at {FEW}: {all_jobs / few:.2f}x")
        case.memory()
    case = Case("sample", planned(sample, notebooks), sample, notebooks, HOME / "data/processed")
    stock = case.stock()
    case.memory()
    for workers in (1, 2):
        case.compare(stock, workers, len(case.jobs))


def load_three():
    """Return the notebooks that are measured."""
    return {name: each for name, each in reports.load_notebooks(HOME / "notebooks").items() if name in NOTEBOOKS}


def planned(data, notebooks):
    """Return the jobs of every district."""
    received = data.received[
        (data.received["year"] == YEAR) & data.received["criteria_id"].str.contains("district")
    ]
    return reports.plan(data, notebooks, YEAR, tuple(received["unit_code"].drop_duplicates()))


def generated(sample):
    """Return the sample with its districts copied under new codes, some of them unlike, until there are enough."""
    codes = sample.received.loc[
        sample.received["criteria_id"].str.contains("district"), "unit_code"
    ].drop_duplicates()
    twins = {f"B{number:03}": codes.iloc[number % len(codes)] for number in range(GENERATED)}
    pairs = pd.DataFrame({"unit_code": list(twins.values()), "twin": list(twins)})

    def copied(table):
        rows = table.astype({"unit_code": "str"}).merge(pairs, on="unit_code")
        return rows.assign(unit_code=rows["twin"]).drop(columns="twin")

    tables = {name: copied(getattr(sample, name)) for name in ("scores", "received", "units")}
    tables["scores"]["claimed_points"] *= 0.9 + 0.1 * (
        tables["scores"]["unit_code"].str[1:].astype(int) / GENERATED
    )
    tables["units"] = pd.concat([sample.units, tables["units"]], ignore_index=True)
    return sample.replaced(**tables)


@dataclass
class Case:
    """Jobs, and what it takes to make them."""

    name: str
    jobs: list
    data: object
    notebooks: dict
    processed: Path

    def compare(self, stock, workers, count, count_limit=None):
        """Print ours, its limit and both ratios for so many workers; return ours in notebooks per second."""
        bound = self.limit(workers, count_limit or count)
        ours = self.ours(workers, count)
        print(f"ratio to stock: {ours / stock:.2f}x\nratio to limit: {bound / ours:.2f}x", flush=True)
        return ours

    def stock(self):
        """Print and return notebooks per second as papermill makes them by itself."""
        jobs = self.jobs[:FEW]
        return show(f"{self.name}: stock", len(jobs), *measured(lambda: run_stock(jobs, self.processed)))

    def limit(self, workers, count):
        """Print and return notebooks per second of the bare cells."""
        jobs = self.jobs[:count]
        result = run_limit(jobs, self.notebooks, self.processed, workers)
        return show(f"{self.name}: limit x {workers}", len(jobs), *result)

    def ours(self, workers, count):
        """Print and return notebooks per second of ours."""
        result = measured(lambda: self.run(workers, count))
        return show(f"{self.name}: ours, workers {workers}", count, *result)

    def run(self, workers, count):
        """Make the first reports in a folder that is taken away afterwards."""
        with tempfile.TemporaryDirectory() as target, contextlib.redirect_stderr(io.StringIO()):
            options = reports.Options(workers=workers)
            rows = reports.run(self.jobs[:count], self.data, self.notebooks, Path(target), self.processed, options)
        if failed := [row["error"] for row in rows if row["status"] != "done"]:
            raise SystemExit(f"failed: {failed}")

    def memory(self):
        """Print the most that the processes held while the first reports were made again."""
        with Watch() as watch:
            self.run(2, FEW)
        sizes = ", ".join(f"{name} {size / MEGABYTE:.0f}" for name, size in watch.most.items())
        print(f"{self.name}: MB at most: {sizes}", flush=True)


def show(name, count, seconds, cpu):
    """Print a row; return notebooks per second."""
    print(f"{name:<34}{count:>10}{seconds:>9.1f}{count / seconds:>11.2f}{cpu:>8.1f}", flush=True)
    return count / seconds


def measured(call):
    """Return a call's seconds and CPU seconds."""
    cpu, began = cpu_seconds(), time.perf_counter()
    call()
    return time.perf_counter() - began, cpu_seconds() - cpu


def cpu_seconds():
    """Return what this process, the fork server and all that either has waited for have taken."""
    return sum(os.times()[:4]) + sum(fork_server().cpu_times()[:4])


def fork_server():
    """Return the process that workers and kernels are forked from."""
    mine = psutil.Process().children()
    (server,) = [each for each in mine if any("multiprocessing.forkserver" in word for word in each.cmdline())]
    return server


class Watch:
    """Looks ten times a second at what this process, its workers and their kernels hold."""

    def __enter__(self):
        self.most = dict.fromkeys(("runner", "worker", "kernel as PSS", "kernel's own"), 0)
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._look)
        self.thread.start()
        return self

    def __exit__(self, *fault):
        self.ended.set()
        self.thread.join()

    def _look(self):
        server = fork_server()
        while not self.ended.wait(0.1):
            self._note("runner", psutil.Process().memory_info().rss)
            for process in server.children():
                with contextlib.suppress(psutil.Error, ProcessLookupError):
                    size = process.memory_full_info()
                    if os.getsid(process.pid) == process.pid:  # kernels lead sessions of their own, workers do not
                        self._note("kernel as PSS", size.pss)
                        self._note("kernel's own", size.uss)
                    else:
                        self._note("worker", size.rss)

    def _note(self, name, size):
        self.most[name] = max(self.most[name], size)


def run_stock(jobs, processed):
    """Run notebooks as papermill does by itself."""
    for job in jobs:
        parameters = job.parameters | {"processed_dir": str(processed)}
        options = {"kernel_name": kernel.STOCK, "cwd": str(HOME / "notebooks"), "progress_bar": False}
        papermill.execute_notebook(str(job.notebook.path), None, parameters, **options)


def run_limit(jobs, notebooks, processed, at_once):
    """Return the seconds and CPU seconds of the same cells in `at_once` warm processes."""
    sources = {name: source(each) for name, each in notebooks.items()}
    context = multiprocessing.get_context("spawn")
    gate, told = context.Barrier(at_once), context.SimpleQueue()
    parts = [[(job.notebook.name, job.parameters) for job in jobs[first::at_once]] for first in range(at_once)]
    crew = [context.Process(target=cells, args=(part, sources, str(processed), gate, told)) for part in parts]
    for process in crew:
        process.start()
    times = [told.get() for _ in crew]
    for process in crew:
        process.join()
    return max(seconds for seconds, _ in times), sum(cpu for _, cpu in times)


def cells(part, sources, processed, gate, told):
    """Execute notebooks' cells one after another in this process, results formatted as a kernel formats them."""
    from IPython.core.interactiveshell import InteractiveShell

    from dts_analysis.kernel import preload  # noqa: F401 - its effect is the import

    documents = {name: nbformat.reads(text, as_version=4) for name, text in sources.items()}
    shell = InteractiveShell.instance()
    os.chdir(HOME / "notebooks")
    gate.wait()
    cpu, began = time.process_time(), time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        for name, parameters in part:
            shell.reset(new_session=False)
            for cell in documents[name].cells:
                if cell.cell_type == "code":
                    shell.run_cell(cell.source).raise_error()
                if "parameters" in cell.metadata.get("tags", []):
                    shell.push(parameters | {"processed_dir": processed})
    told.put((time.perf_counter() - began, time.process_time() - cpu))


if __name__ == "__main__":
    main()
