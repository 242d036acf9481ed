"""Jobs executed through papermill: a report appears only when its run succeeded, and the ledger says so."""

import os
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from time import perf_counter

import papermill
from tqdm import tqdm

from .. import messages
from ..messages import say
from .ledger import LEDGER, write_ledger
from .pages import write_page, write_site

KERNEL = "python3"


def run(jobs, dataset, notebooks, reports, processed, workers=None):
    """Return the ledger's rows of these jobs, having made their reports and the site's pages.

    Parameters
    ----------
    jobs : list of Job
        As from `plan`.
    dataset : Dataset
    notebooks : dict
        As from `load_notebooks`.
    reports, processed : path
        Where reports go; where the notebooks find their data.
    workers : int, optional
        How many notebooks run at a time; the number of cores unless told.

    Returns
    -------
    list of dict
        One per job, in order: `LEDGER_COLUMNS`. ``status`` is done, failed (``error`` says why; the
        other jobs went on) or skipped (it had nothing to say, and ``error`` says why).
    """
    reports = Path(reports)
    reports.mkdir(parents=True, exist_ok=True)
    rows = dict.fromkeys(range(len(jobs)))
    with (
        tempfile.TemporaryDirectory(prefix=".scratch-", dir=reports) as scratch,
        ProcessPoolExecutor(min(workers or os.cpu_count(), max(len(jobs), 1))) as pool,
        tqdm(total=len(jobs), unit=say("report_unit"), mininterval=0.5) as bar,
    ):
        waiting = {
            pool.submit(_make, job, reports, processed, scratch, at, messages.language()): at
            for at, job in enumerate(jobs)
        }
        for done in as_completed(waiting):
            at = waiting[done]
            rows[at] = _row(jobs[at], *done.result())
            bar.set_postfix_str(f"{jobs[at].unit_code} {jobs[at].notebook.name}")
            bar.update()
    made = list(rows.values())
    for year in {job.year for job in jobs}:
        write_ledger(reports / str(year) / LEDGER, [row for row in made if row["year"] == year])
    write_site(reports, dataset, notebooks)
    return made


def _make(job, reports, processed, scratch, number, language):
    """Make one report; return its status, seconds and error. Runs in a worker process."""
    messages.use(language)
    target = reports / f"{job.place}.ipynb"
    page = target.with_suffix(".html")
    if job.skip is not None:
        return _withdraw(target, page, "skipped", 0.0, str(job.skip))
    start = perf_counter()
    home = job.notebook.path.parent
    draft, draft_page = Path(scratch, f"{number}.ipynb"), Path(scratch, f"{number}.html")
    parameters = dict(job.parameters)
    if "processed_dir" in job.notebook.parameters:
        parameters["processed_dir"] = Path(os.path.relpath(processed, home)).as_posix()
    os.environ["DTS_LANG"] = language
    try:
        papermill.execute_notebook(
            str(job.notebook.path),
            str(draft),
            parameters,
            kernel_name=KERNEL,
            cwd=str(home),
            progress_bar=False,
            log_output=False,
            extra_arguments=["--log-level=CRITICAL"],  # a stock kernel tells of TCP at each start
        )
        write_page(draft, draft_page, job)
    except Exception as fault:  # one notebook's fault, whatever it is, must not stop the others
        return _withdraw(target, page, "failed", perf_counter() - start, _sentence(fault))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(draft, target)
    os.replace(draft_page, page)
    return "done", perf_counter() - start, ""


def _withdraw(target, page, status, seconds, error):
    """Take away an earlier run's report, so that nobody reads it for this one's."""
    target.unlink(missing_ok=True)
    page.unlink(missing_ok=True)
    return status, seconds, error


def _sentence(fault):
    if isinstance(fault, papermill.PapermillExecutionError):
        return f"{fault.evalue}" if fault.ename == "DtsError" else f"{fault.ename}: {fault.evalue}"
    return f"{type(fault).__name__}: {fault}".partition("\n")[0]


def _row(job, status, seconds, error):
    return {
        "year": job.year,
        "unit_code": job.unit_code,
        "unit_name": job.unit_name,
        "notebook": job.notebook.name,
        "status": status,
        "headline": job.headline,
        "seconds": f"{seconds:.1f}",
        "error": " ".join(error.split()),
    }
